import { RuntimeError } from '@klockwork/pod-lifecycle';

/** Addresses of a /24: .1 is the gateway, .255 the broadcast. */
const FIRST = 2;
const LAST = 254;

/** Hands out the pod addresses of one node, `10.244.N.0/24`, one after the other as host-local IPAM does. */
export class IpPool {
  readonly #prefix: string;
  readonly #used = new Set<number>();
  #next = FIRST;

  /** @param cidr `10.244.3.0/24` */
  constructor(cidr: string) {
    this.#prefix = cidr.replace(/\.\d+\/24$/, '');
  }

  /** The node's own address in it: what its pods see of the node. */
  get gateway(): string {
    return `${this.#prefix}.1`;
  }

  /** Throws RuntimeError when all are in use. */
  take(): string {
    for (let tries = FIRST; tries <= LAST; tries++) {
      const host = this.#next;
      this.#next = host === LAST ? FIRST : host + 1;
      if (this.#used.has(host)) continue;
      this.#used.add(host);
      return `${this.#prefix}.${host}`;
    }
    throw new RuntimeError(`failed to allocate for range 0: no IP addresses available in range set: ${this.#prefix}.1-${this.#prefix}.254`);
  }

  giveBack(ip: string): void {
    this.#used.delete(Number(ip.slice(ip.lastIndexOf('.') + 1)));
  }
}
