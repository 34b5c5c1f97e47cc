import { statusErrors } from '@klockwork/api-machinery';
import type { Activity, Cancel, HostTimer, Release } from '@klockwork/kernel';

/** Max number of holds at one time. */
const HOLDS_MAX = 100;

/** Hold of lab time by a program, as answered. */
export interface ClientHold {
  readonly name: string;
  /** Host time until the expiry, in ms. */
  readonly expiresInMs: number;
}

interface OpenHold {
  readonly release: Release;
  readonly cancelExpiry: Cancel;
  /** Host time of the expiry. */
  readonly endsAt: number;
}

/** Holds of programs outside the lab: an advance waits for each until its release or its expiry in host time. */
export class ClientHolds {
  readonly #activity: Activity;
  readonly #host: HostTimer | undefined;
  readonly #holds = new Map<string, OpenHold>();

  /** Without `host`, no hold could expire: all are refused. */
  constructor({ activity, hostTimer }: { readonly activity: Activity; readonly hostTimer?: HostTimer | undefined }) {
    this.#activity = activity;
    this.#host = hostTimer;
  }

  /** Holds lab time for at most `hostMs`; replaces an earlier hold of the name. Throws TooManyRequests. */
  hold(name: string, hostMs: number): ClientHold {
    const host = this.#host;
    if (host === undefined) throw statusErrors.serviceUnavailable('this cluster has no host time, in which a hold could expire');
    const previous = this.#holds.get(name);
    if (previous === undefined && this.#holds.size >= HOLDS_MAX)
      throw statusErrors.tooManyRequests(`${HOLDS_MAX} programs hold lab time: release one first`);
    // The new hold begins before the old one ends: lab time never slips through between both.
    const release = this.#activity.hold(`hold of ${name}`);
    previous?.cancelExpiry();
    previous?.release();
    this.#holds.set(name, { release, endsAt: host.now() + hostMs, cancelExpiry: host.set(hostMs, () => this.#end(name)) });
    return { name, expiresInMs: hostMs };
  }

  /** Ends the hold of a name. Throws NotFound without one. */
  release(name: string): ClientHold {
    const clientHold = this.list().find((hold) => hold.name === name);
    if (clientHold === undefined)
      throw statusErrors.notFoundMessage(`no hold of ${JSON.stringify(name)} is open: it ended, or has expired`);
    this.#end(name);
    return clientHold;
  }

  /** Returns the open holds by name. */
  list(): readonly ClientHold[] {
    const now = this.#host?.now() ?? 0;
    const holds = [...this.#holds].map(([name, { endsAt }]) => ({ name, expiresInMs: Math.max(0, Math.ceil(endsAt - now)) }));
    return holds.sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  #end(name: string): void {
    const hold = this.#holds.get(name);
    this.#holds.delete(name);
    hold?.cancelExpiry();
    hold?.release();
  }
}
