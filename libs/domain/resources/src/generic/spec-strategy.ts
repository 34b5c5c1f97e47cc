import type { Strategy } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { continueGeneration, specChanged, startGeneration } from './generation.ts';
import { keepPart } from './status-strategy.ts';

/** An object with the two parts that are written apart. */
interface SpecAndStatus extends KubeObject {
  spec?: unknown;
  status?: unknown;
}

/**
 * What most kinds with a status do: it is empty at first, or what `firstStatus` makes, and stays, and the generation counts the changes
 * of the spec.
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
