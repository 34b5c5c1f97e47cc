import type { JsonValue, LabTime, StopSignal } from '@klockwork/kernel';
import type { Subject } from './subjects.ts';

/** What a message carries: a JSON value, frozen when it stays in one process. */
export type Body = JsonValue;

/** Every message travels with its sender's lab time, so the order in the log never depends on which message came first. */
export type Envelope<T> = { readonly at: LabTime; readonly from: string; readonly body: T };

/** Ends a subscription. Messages that were already taken are not delivered afterwards. */
export interface Subscription {
  stop(): void;
}

/**
 * Why a request got no reply. `no-responders` comes at once; `timeout` after its exact lab time; `lost` as soon as it is known
 * that no reply will come, though the request may have been carried out.
 */
export type BusErrorCode = 'timeout' | 'lost' | 'no-responders' | 'closed' | 'too-large' | 'refused';

/** A request that was not answered, or whose handler failed (`refused`, with the handler's message). */
export class BusError extends Error {
  override readonly name = 'BusError';
  readonly code: BusErrorCode;
  constructor(code: BusErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Carries hints and questions. It may lose, repeat, delay and reorder anything: readers heal from the log.
 * Handlers are called synchronously, in the tick the message was parsed in; the adapter holds Activity around them only.
 */
export interface Bus {
  /** `json`: the body's text, for who has it already. */
  publish(subject: Subject, body: Body, json?: string): void;
  subscribe(subject: Subject, on: (message: Envelope<Body>) => void, options?: { queue?: string }): Subscription;
  /**
   * Rejects with BusError. `timeoutMs` is lab time. `waits: 'lab'`: the answer may take lab time, so no hold is kept while waiting.
   * `until`: whoever was asked is known to be gone, the request is `lost`.
   */
  request(subject: Subject, body: Body, options: { timeoutMs: number; waits?: 'lab'; until?: StopSignal }): Promise<Body>;
  serve(subject: Subject, answer: (message: Envelope<Body>) => Promise<Body>, options: { queue: string }): Subscription;
  /** Calls `listener` each time the connection is back that was lost. What was published meanwhile, here or elsewhere, may never come. */
  onRestored(listener: () => void): Subscription;
  /** Data messages only, monotone: for diagnosis, and for a broker that counts. */
  activity(): { sent: number; received: number };
}
