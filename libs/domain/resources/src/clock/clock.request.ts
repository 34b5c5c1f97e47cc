import { formatDuration, parseDuration } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { clockTarget } from './clock.target.ts';
import { advanceEnded, type ClockAdvance, type ClockSpec, type ClockUntil, type LabClock } from './clock.ts';
import { requestErrors } from './clock.validation.ts';

/** Bound of an advance that names only a condition. */
const LIMIT_WITHOUT_BOUND = '1h';

/**
 * Moves the write-only fields of the spec to `status.advance`. Invalid requests stay in place for validation. Without a request, a new rate
 * or pause ends a pending advance.
 */
export function takeRequest(draft: LabClock, previous: LabClock | undefined, now: LabTime): void {
  const spec = draft.spec ?? {};
  if (requestErrors(spec).length > 0) return;
  const latest = previous?.status?.advance;
  const next = asks(spec) ? nextAdvance(spec, latest, now) : latest && unlessTimeChanged(latest, spec, previous?.spec);
  delete spec.advance;
  delete spec.until;
  delete spec.maxRate;
  if (next !== latest) draft.status = { ...draft.status, advance: next as ClockAdvance };
}

function asks({ advance, until }: ClockSpec): boolean {
  return advance !== undefined || until !== undefined;
}

function nextAdvance(spec: ClockSpec, latest: ClockAdvance | undefined, now: LabTime): ClockAdvance | undefined {
  const { until, maxRate, advance = LIMIT_WITHOUT_BOUND } = spec;
  const ms = boundMs(advance);
  if (ms === 0) return latest && endOf(latest, 'ended before it began');
  return {
    id: (latest?.id ?? 0) + 1,
    phase: 'Pending',
    by: formatDuration(ms),
    ...(until && { until: settled(until) }),
    ...(maxRate !== undefined && { maxRate }),
    requestedAt: new Date(now).toISOString(),
  };
}

/** Requests the end of a running advance from the clock's controller; a pending one ends at once. */
function endOf(advance: ClockAdvance, message: string): ClockAdvance {
  if (advanceEnded(advance)) return advance;
  return advance.phase === 'Pending' ? { ...advance, phase: 'Stopped', message } : { ...advance, stopRequested: true };
}

/** A pending advance must not start after a later change of rate. */
function unlessTimeChanged(advance: ClockAdvance, { rate, paused }: ClockSpec, before: ClockSpec | undefined): ClockAdvance {
  const changed = rate !== before?.rate || paused !== before?.paused;
  return changed && advance.phase === 'Pending' ? endOf(advance, 'the rate was set before it began') : advance;
}

/** Only conditions refer to an object. */
function settled({ reach, version, ...about }: ClockUntil): ClockUntil {
  if (reach !== 'Condition') return { reach };
  const { namespace = '', isBuiltIn } = clockTarget({ reach, version, ...about }) ?? {};
  return { reach, ...about, ...(isBuiltIn === false && { version }), ...(namespace !== '' && { namespace }) };
}

function boundMs(text: string): number {
  const duration = parseDuration(text);
  return 'ms' in duration ? duration.ms : 0;
}
