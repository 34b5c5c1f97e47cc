import type { Cause } from '@klockwork/event-store';
import type { StopSignal, TimerName } from '@klockwork/kernel';
import type { Key } from './controller.ts';

/** A key that was taken, with what it is a reaction to (the latest wins). `done` lets the key be taken again. */
export interface Taken {
  readonly key: Key;
  readonly cause: Cause;
  done(): void;
}

/** Keys to look at: each once however often it was added, never by two workers at a time. Models client-go's workqueue. */
export interface WorkQueue {
  add(key: Key, cause: Cause): void;
  /** Adds after lab time; the named timer and the revision that set it become the cause. An earlier deadline wins. */
  addAfter(key: Key, delayMs: number, timer: TimerName, cause: Cause): void;
  /** Adds with the key's exponential back-off (5 ms doubling to 1,000 s). */
  addRateLimited(key: Key, cause: Cause): void;
  forget(key: Key): void;
  take(stop: StopSignal): Promise<Taken>;
  depth(): { ready: number; waiting: number };
}
