import { RuntimeError } from '@klockwork/pod-lifecycle';

/** Host part of usable addresses in a /24: .1 is the gateway, .255 broadcast. */
const FIRST = 2;
const LAST = 254;

/** Allocates pod addresses of one node, `10.244.N.0/24`, in sequence like host-local IPAM. */
export class IpPool {
  readonly #prefix: string;
  readonly #used = new Set<number>();
  #next = FIRST;

  /** @param cidr `10.244.3.0/24` */
  constructor(cidr: string) {
    this.#prefix = cidr.replace(/\.\d+\/24$/, '');
  }

  /** Gateway address: the node's address as seen by its pods. */
  get gateway(): string {
    return `${this.#prefix}.1`;
  }

  /** Returns a free address, or `wanted`. Throws RuntimeError for an exhausted range, and for a used address. */
  take(wanted?: string): string {
    if (wanted !== undefined) return this.#take(wanted);
    for (let tries = FIRST; tries <= LAST; tries++) {
      const host = this.#next;
      this.#next = host === LAST ? FIRST : host + 1;
      if (this.#used.has(host)) continue;
      this.#used.add(host);
      return `${this.#prefix}.${host}`;
    }
    throw new RuntimeError(`failed to allocate for range 0: no IP addresses available in range set: ${this.#prefix}.1-${this.#prefix}.254`);
  }

  #take(wanted: string): string {
    const host = hostOf(wanted);
    if (!wanted.startsWith(`${this.#prefix}.`) || this.#used.has(host)) throw new RuntimeError(`address ${wanted} is not free`);
    this.#used.add(host);
    this.#next = Math.max(this.#next, host === LAST ? FIRST : host + 1);
    return wanted;
  }

  giveBack(ip: string): void {
    this.#used.delete(hostOf(ip));
  }
}

function hostOf(ip: string): number {
  return Number(ip.slice(ip.lastIndexOf('.') + 1));
}
