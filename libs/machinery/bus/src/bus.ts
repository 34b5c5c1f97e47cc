import type { LabTime, StopSignal } from '@klockwork/kernel';
import type { Subject } from './subjects.ts';

/** Message with its sender's lab time, so that log order never depends on arrival order. The body is JSON, frozen within one process. */
export type Envelope<T> = { readonly at: LabTime; readonly from: string; readonly body: T };

/** Subscription handle. After `stop`, no further message is delivered, including received ones. */
export interface Subscription {
  stop(): void;
}

/**
 * Reason for a missing reply. `no-responders` is immediate; `timeout` follows after its exact lab time; `lost` follows once no reply can
 * come, although the request may have been executed.
 */
export type BusErrorCode = 'timeout' | 'lost' | 'no-responders' | 'closed' | 'too-large' | 'refused';

/** Unanswered request, or one whose handler failed (`refused`, with the handler's message). */
export class BusError extends Error {
  override readonly name = 'BusError';
  readonly code: BusErrorCode;
  constructor(code: BusErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Transport for hints and requests. Messages may be lost, repeated, delayed and reordered: readers recover from the log. Handlers run
 * synchronously, in the tick that parsed the message; the adapter holds Activity around handlers only.
 */
export interface Bus {
  /** `json`: text of the body, if already available. */
  publish<Message>(subject: Subject<Message, void>, body: NoInfer<Message>, json?: string): void;
  subscribe<Message>(subject: Subject<Message, void>, on: (message: Envelope<Message>) => void, options?: { queue?: string }): Subscription;
  /**
   * Rejects with BusError. `timeoutMs` is lab time. `waits: 'lab'`: the reply may take lab time, so no hold spans the wait. `until`: stops
   * once the receiver is known to be gone, and the request is `lost`. `toward`: subject that leads to the same receiver, for faults.
   */
  request<Question, Answer>(
    subject: Subject<Question, Answer>,
    body: NoInfer<Question>,
    options: { timeoutMs: number; waits?: 'lab'; until?: StopSignal; toward?: Subject },
  ): Promise<Answer>;
  serve<Question, Answer>(
    subject: Subject<Question, Answer>,
    answer: (message: Envelope<Question>) => Promise<NoInfer<Answer>>,
    options: { queue: string },
  ): Subscription;
  /** Calls `listener` after each reconnection. Messages published in between may be lost. */
  onRestored(listener: () => void): Subscription;
  /** Counts of data messages, never decreasing: for diagnosis, and for counting brokers. */
  activity(): { sent: number; received: number };
}
