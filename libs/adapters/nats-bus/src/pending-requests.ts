import { BusError, busClosed, type PendingReply, replyLost } from '@klockwork/bus';

/** Pending request. */
interface Entry {
  readonly pending: PendingReply;
  readonly startedAt: number;
  /** Sends a request issued while disconnected. */
  unsent: (() => void) | undefined;
}

/**
 * Pending requests by token. Each ends by its lab time-out at the latest. A guard in host time ends their holds only: lab time must pass a
 * hanging responder's time-out.
 */
export class PendingRequests {
  readonly #entries = new Map<string, Entry>();
  readonly #holdHostMsMax: number;
  #guard: NodeJS.Timeout | undefined;
  #lastToken = 0;

  constructor(holdHostMsMax: number) {
    this.#holdHostMsMax = holdHostMsMax;
  }

  /** Stores `pending` until settled; sends at once, or after reconnection. */
  add(pending: PendingReply, connected: boolean, send: (token: string) => void): void {
    this.#lastToken += 1;
    const token = this.#lastToken.toString(36);
    const sendIt = () => send(token);
    this.#entries.set(token, { pending, startedAt: performance.now(), unsent: connected ? undefined : sendIt });
    pending.onSettled(() => this.#remove(token));
    this.#guard ??= this.#guardIn(this.#holdHostMsMax);
    if (connected) sendIt();
    else pending.stopHolding();
  }

  get(token: string): PendingReply | undefined {
    return this.#entries.get(token)?.pending;
  }

  /** Rejects sent requests, whose replies would be lost. Unsent requests remain queued. */
  disconnected(): void {
    for (const { pending, unsent } of [...this.#entries.values()]) if (unsent === undefined) pending.fail(replyLost(pending.subject));
  }

  reconnected(): void {
    for (const entry of this.#entries.values()) {
      const send = entry.unsent;
      entry.unsent = undefined;
      send?.();
    }
  }

  closed(): void {
    for (const { pending } of [...this.#entries.values()]) pending.fail(busClosed(pending.subject));
  }

  #remove(token: string): void {
    this.#entries.delete(token);
    if (this.#entries.size > 0) return;
    clearTimeout(this.#guard);
    this.#guard = undefined;
  }

  #guardIn(hostMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#endLongHolds(), hostMs).unref();
  }

  // Entries have the order of their starts, so the first young entry determines the next check.
  #endLongHolds(): void {
    this.#guard = undefined;
    const now = performance.now();
    for (const { pending, startedAt } of this.#entries.values()) {
      const leftMs = startedAt + this.#holdHostMsMax - now;
      if (leftMs > 0) {
        this.#guard = this.#guardIn(leftMs);
        return;
      }
      pending.stopHolding();
    }
  }
}

/** Returns the error of an unsendable request. */
export function asBusError(error: unknown): BusError {
  return error instanceof BusError ? error : new BusError('closed', error instanceof Error ? error.message : String(error));
}
