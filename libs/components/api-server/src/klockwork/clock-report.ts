import { statusErrors } from '@klockwork/api-machinery';
import { type Bus, BusError, type Subjects } from '@klockwork/bus';
import type { Journal } from '@klockwork/event-store';
import type { ApiAnswer } from '@klockwork/http-api';
import { CLOCK_ROUTE, type ClockReport } from '@klockwork/lockstep';
import { LAB_CLOCK, type LabClock, resources } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';

/** Max wait for the clock's answer, in ms of host time at the Clock's rate. */
const PATIENCE_MS = 2_000;

/** Dependencies of requests to the clock. */
export interface ClockSources {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly journal: Journal;
}

/** Answers with the clock's own `ClockReport`. Throws ServiceUnavailable without an answer. */
export async function clockReport(sources: ClockSources): Promise<ApiAnswer> {
  return jsonAnswer(200, await requestReport(sources));
}

/** The clock's own report. Throws ServiceUnavailable when it does not answer. */
export async function requestReport({ bus, subjects, journal }: ClockSources): Promise<ClockReport> {
  // The time-out is in lab time: at 60 times host speed, two seconds of lab time would be too short.
  const timeoutMs = PATIENCE_MS * Math.max(1, rateOf(journal));
  try {
    return await bus.request(subjects.at(CLOCK_ROUTE), {}, { timeoutMs });
  } catch (error) {
    if (error instanceof BusError) throw statusErrors.serviceUnavailable("the lab's clock does not answer");
    throw error;
  }
}

function rateOf(journal: Journal): number {
  const key = { group: resources.clocks.group, resource: resources.clocks.resource, namespace: '', name: LAB_CLOCK };
  return (journal.latest(key)?.object as LabClock | undefined)?.spec?.rate ?? 1;
}
