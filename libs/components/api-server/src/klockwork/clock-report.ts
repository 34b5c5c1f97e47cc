import { statusErrors } from '@klockwork/api-machinery';
import { type Bus, BusError, type Subjects } from '@klockwork/bus';
import type { Journal } from '@klockwork/event-store';
import { LAB_CLOCK, type LabClock, resources } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import type { ApiAnswer } from '../http.ts';

/** How long the clock may take to answer, in ms of host time at the rate the Clock asks for. */
const PATIENCE_MS = 2_000;

/** Where the clock is asked. */
export interface ClockSources {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly journal: Journal;
}

/** What the lab's clock does just now, as it says itself: a `ClockReport`. Throws ServiceUnavailable when it does not answer. */
export async function clockReport(sources: ClockSources): Promise<ApiAnswer> {
  return jsonAnswer(200, await requestReport(sources));
}

/** The clock's own report. Throws ServiceUnavailable when it does not answer. */
export async function requestReport({ bus, subjects, journal }: ClockSources): Promise<object> {
  // A time-out is lab time: at 60 times the host's, two seconds of it would be no patience at all.
  const timeoutMs = PATIENCE_MS * Math.max(1, rateOf(journal));
  try {
    return (await bus.request(subjects.clock.ask, {}, { timeoutMs })) as object;
  } catch (error) {
    if (error instanceof BusError) throw statusErrors.serviceUnavailable("the lab's clock does not answer");
    throw error;
  }
}

function rateOf(journal: Journal): number {
  const key = { group: resources.clocks.group, resource: resources.clocks.resource, namespace: '', name: LAB_CLOCK };
  return (journal.latest(key)?.object as LabClock | undefined)?.spec?.rate ?? 1;
}
