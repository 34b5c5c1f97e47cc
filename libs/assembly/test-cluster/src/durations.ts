import { parseDuration } from '@klockwork/api-machinery';
import type { Duration } from './public.ts';

/** Returns a span in ms. Throws an Error with Go's message for a text that is no duration, and for a negative span. */
export function durationMs(duration: Duration): number {
  const parsed = typeof duration === 'number' ? { ms: duration } : parseDuration(duration);
  if ('problem' in parsed) throw new Error(parsed.problem);
  if (!(parsed.ms >= 0)) throw new Error(`a span is at least 0, not ${duration}`);
  return parsed.ms;
}
