import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Growth of the heap between two full collections in percent, while memory is scarce. By default V8 lets a small heap grow fourfold. */
const SCARCE_GROWTH_PERCENT = 30;

/** Memory of this process, as far as V8 lets it be controlled. */
export interface ProcessMemory {
  /**
   * Frees garbage at once: `young` takes about a millisecond, `all` about a millisecond for each MiB in use. V8 collects only once its
   * spaces are full, and does not see megabytes outside of them: bytes and texts of large bodies.
   */
  collect(garbage: 'young' | 'all'): void;
  /** While true, V8 collects early: less memory, and more processor time. */
  setScarce(isScarce: boolean): void;
}

/** Returns the memory of this process. */
export function processMemory(): ProcessMemory {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' | 'major' }) => void;
  return {
    collect: (garbage) => collect({ type: garbage === 'young' ? 'minor' : 'major' }),
    setScarce(isScarce) {
      // V8 reads this flag at the end of each full collection, which computes the next limit.
      setFlagsFromString(`--heap-growing-percent=${isScarce ? SCARCE_GROWTH_PERCENT : 0}`);
      if (isScarce) collect({ type: 'major' });
    },
  };
}
