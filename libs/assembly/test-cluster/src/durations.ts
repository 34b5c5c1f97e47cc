import { parseDuration } from '@klockwork/api-machinery';
import type { Duration } from './public.ts';

/** Returns a span in ms. Throws an Error with Go's message for a text that is no duration, and for a negative span. */
export function durationMs(duration: Duration): number {
  const parsedDuration = typeof duration === 'number' ? { ms: duration } : parseDuration(duration);
  if ('problem' in parsedDuration) throw new Error(parsedDuration.problem);
  if (!(parsedDuration.ms >= 0)) throw new Error(`a span is at least 0, not ${duration}`);
  return parsedDuration.ms;
}
