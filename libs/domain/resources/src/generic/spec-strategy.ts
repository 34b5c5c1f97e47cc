import type { Strategy } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { continueGeneration, specChanged, startGeneration } from './generation.ts';
import { keepPart } from './status-strategy.ts';

interface SpecAndStatus extends KubeObject {
  spec?: unknown;
  status?: unknown;
}

/**
 * Returns the write rules of most kinds with a status: updates keep it, creates set it empty or to `firstStatus`, and spec changes
 * increment the generation.
 */
export function specStrategy<T extends SpecAndStatus>(
  firstStatus: () => T['status'] = () => ({}),
): Pick<Strategy<T>, 'prepareForCreate' | 'prepareForUpdate'> {
  return {
    prepareForCreate(draft) {
      startGeneration(draft);
      draft.status = firstStatus();
    },
    prepareForUpdate(draft, previous) {
      keepPart(draft, previous, 'status');
      continueGeneration(draft, previous, specChanged(draft, previous));
    },
  };
}
