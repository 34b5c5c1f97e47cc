import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Returns a function that frees young garbage at once, in about a millisecond. V8 collects only once its young space is full, and does not
 * see megabytes outside of it: bytes and texts of large bodies.
 */
export function youngGarbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  return () => collect({ type: 'minor' });
}
