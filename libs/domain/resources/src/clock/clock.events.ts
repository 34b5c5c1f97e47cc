import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import { advanceEnded, type ClockAdvance, type ClockStatus, type ClockUntil, type LabClock } from './clock.ts';

/** Event of a Clock change. */
export type ClockEvent =
  | LifeCycleEvent<'Clock'>
  | { readonly type: 'ClockRateChanged'; readonly data: { readonly from: number; readonly to: number } }
  | { readonly type: 'ClockPaused'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'ClockResumed'; readonly data: { readonly rate: number } }
  | { readonly type: 'ClockAdvanceRequested'; readonly data: RequestedData }
  | { readonly type: 'ClockAdvanceStopRequested'; readonly data: { readonly id: number } }
  | { readonly type: 'ClockAdvanceStarted'; readonly data: StartedData }
  | { readonly type: 'ClockAdvanceProgressed'; readonly data: ProgressedData }
  | { readonly type: 'ClockAdvanced'; readonly data: AdvancedData }
  | { readonly type: 'ClockStatusReported'; readonly data: { readonly mode: string; readonly rate: number } };

/** Requested advance; with the rate if the same request sets it. */
type RequestedData = { readonly id: number; readonly by: string; readonly until?: ClockUntil; readonly rate?: number };
type StartedData = { readonly id: number; readonly from: string; readonly to: string };
type ProgressedData = { readonly id: number; readonly now: string; readonly jumps: number };
/** `to`: end of the advance, equal to its bound only for outcome Reached. */
type AdvancedData = {
  readonly id: number;
  readonly outcome: string;
  readonly from: string;
  readonly to: string;
  readonly jumps: number;
  readonly message?: string;
};

export function clockEvent(change: Change<LabClock>): ClockEvent {
  const { verb, subresource, previous, next } = change;
  if (verb !== 'update' || previous === undefined) return lifeCycleEvent('Clock', change);
  const advance = advanceEvent(previous.status?.advance, next.status?.advance, rateSet(previous, next));
  if (advance !== undefined) return advance;
  if (subresource === 'status') return reported(next.status);
  return timeEvent(previous, next) ?? lifeCycleEvent('Clock', change);
}

function advanceEvent(
  before: ClockAdvance | undefined,
  advance: ClockAdvance | undefined,
  rate: number | undefined,
): ClockEvent | undefined {
  if (advance === undefined || advance === before) return undefined;
  if (before === undefined || advance.id !== before.id) return requested(advance, rate);
  if (before.phase !== advance.phase) return advanceEnded(advance) ? advanced(advance) : started(advance);
  if (advance.stopRequested && !before.stopRequested) return { type: 'ClockAdvanceStopRequested', data: { id: advance.id } };
  return advance.now === before.now ? undefined : progressed(advance);
}

function requested({ id, by, until }: ClockAdvance, rate: number | undefined): ClockEvent {
  return { type: 'ClockAdvanceRequested', data: { id, by, ...(until && { until }), ...(rate !== undefined && { rate }) } };
}

function started({ id, from = '', to = '' }: ClockAdvance): ClockEvent {
  return { type: 'ClockAdvanceStarted', data: { id, from, to } };
}

function progressed({ id, now = '', jumps = 0 }: ClockAdvance): ClockEvent {
  return { type: 'ClockAdvanceProgressed', data: { id, now, jumps } };
}

/** An advance that ended before its start covers its request time only. */
function advanced({ id, phase, requestedAt, from = requestedAt, now = from, jumps = 0, message }: ClockAdvance): ClockEvent {
  return { type: 'ClockAdvanced', data: { id, outcome: phase, from, to: now, jumps, ...(message && { message }) } };
}

function rateSet(previous: LabClock, next: LabClock): number | undefined {
  return previous.spec?.rate === next.spec?.rate ? undefined : next.spec?.rate;
}

function timeEvent(previous: LabClock, next: LabClock): ClockEvent | undefined {
  const [from, to] = [previous.spec?.rate ?? 1, next.spec?.rate ?? 1];
  if (previous.spec?.paused !== next.spec?.paused)
    return next.spec?.paused ? { type: 'ClockPaused', data: {} } : { type: 'ClockResumed', data: { rate: to } };
  return from === to ? undefined : { type: 'ClockRateChanged', data: { from, to } };
}

function reported({ mode = 'Running', rate = 1 }: ClockStatus = {}): ClockEvent {
  return { type: 'ClockStatusReported', data: { mode, rate } };
}
