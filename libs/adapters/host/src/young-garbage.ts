import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Returns a function that frees young garbage at once, which takes about a millisecond. V8 waits until its own young space is full, and
 * does not see that a few small objects there hold many megabytes outside of it: the bytes and texts of large bodies.
 */
export function youngGarbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  return () => collect({ type: 'minor' });
}
