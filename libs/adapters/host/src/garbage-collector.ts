import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Generation of V8 to collect: `young` takes about a millisecond, `all` about a millisecond for each MiB in use. */
export type Garbage = 'young' | 'all';

/**
 * Returns a function that frees garbage at once. V8 collects only once its spaces are full, and does not see megabytes outside of them:
 * bytes and texts of large bodies.
 */
export function garbageCollector(): (garbage: Garbage) => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' | 'major' }) => void;
  return (garbage) => collect({ type: garbage === 'young' ? 'minor' : 'major' });
}
