import { statusErrors } from '@klockwork/api-machinery';
import { type Bus, BusError, type Subjects } from '@klockwork/bus';
import type { Journal } from '@klockwork/event-store';
import type { ApiAnswer } from '@klockwork/http-api';
import type { ApiError, LabTime } from '@klockwork/kernel';
import { CLOCK_ROUTE, type ClockReport } from '@klockwork/lockstep';
import { jsonAnswer } from '../answers/answers.ts';
import type { ClientHold } from './client-holds.ts';
import { labClock } from './write-clock.ts';

/** Max wait for the clock's answer, in ms of host time at the Clock's rate. */
const PATIENCE_MS = 2_000;

/** Dependencies of requests to the clock. */
export interface ClockSources {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly journal: Journal;
}

/** Answers with the clock's own `ClockReport`, and the holds of programs outside. Throws ServiceUnavailable without an answer. */
export async function clockReport(sources: ClockSources, holds: readonly ClientHold[]): Promise<ApiAnswer> {
  return jsonAnswer(200, { ...(await requestReport(sources)), ...(holds.length > 0 && { holds }) });
}

/** The clock's own report. Throws ServiceUnavailable when it does not answer. */
export async function requestReport({ bus, subjects, journal }: ClockSources): Promise<ClockReport> {
  // The time-out is in lab time: at 60 times host speed, two seconds of lab time would be too short.
  const timeoutMs = PATIENCE_MS * Math.max(1, rateOf(journal));
  try {
    return await bus.request(subjects.at(CLOCK_ROUTE), {}, { timeoutMs });
  } catch (error) {
    if (error instanceof BusError) throw clockSilent();
    throw error;
  }
}

/** 503: no process answers for the clock. */
export function clockSilent(): ApiError {
  return statusErrors.serviceUnavailable("the lab's clock does not answer");
}

/** Answers with the nearest timers of all processes. Throws ServiceUnavailable without an answer. */
export async function pendingTimers(sources: ClockSources): Promise<ApiAnswer> {
  const { now, next } = await requestReport(sources);
  return jsonAnswer(200, { now: timeText(now), items: next.map((timer) => ({ ...timer, at: timeText(timer.at) })) });
}

function timeText(at: LabTime): string {
  return new Date(at).toISOString();
}

function rateOf(journal: Journal): number {
  return labClock(journal)?.spec?.rate ?? 1;
}
