import { type Route, routes } from '@klockwork/bus';
import type { LabTime } from '@klockwork/kernel';
import type { ClockReport } from './clock-state.ts';

/** Route of requests for a {@link ClockReport}. */
export const CLOCK_ROUTE: Route<unknown, ClockReport> = routes.clock('ask');

/** Route of requests for the first instant without work, while lab time stands. */
export const SETTLE_ROUTE: Route<SettleQuestion, SettleAnswer> = routes.clock('settle');

/** Longest wait of the clock, in ms of host time. */
export interface SettleQuestion {
  readonly hostMs: number;
}

/**
 * Result of a wait for idle processes. `settled`: each is idle, and no message is in flight. `busy`: some worked longer than the wait.
 * `moving`: lab time does not stand still. `interrupted`: another command moved time.
 */
export type SettleAnswer =
  | { readonly type: 'settled'; readonly now: LabTime }
  | { readonly type: 'busy'; readonly blockedBy: readonly string[] }
  | { readonly type: 'moving'; readonly mode: 'Running' | 'Advancing' }
  | { readonly type: 'interrupted' };
