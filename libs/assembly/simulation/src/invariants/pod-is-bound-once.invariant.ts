import { type Pod, resources } from '@klockwork/resources';
import type { Invariant } from './invariant.ts';
import { isOf } from './is-of.ts';

/** Invariant of pods: upstream's binding subresource rejects a second binding. */
export const podIsBoundOnce: Invariant = {
  name: 'pod-is-bound-once',
  statement: 'a pod never moves: once it has a node it keeps it',
  watch: () => {
    return ({ event, previous }) => {
      if (!isOf(event, resources.pods) || event.change !== 'updated') return undefined;
      const before = (previous as Pod | undefined)?.spec?.nodeName;
      const after = (event.object as Pod).spec?.nodeName;
      return before === undefined || before === after ? undefined : `the pod moved from ${before} to ${after}`;
    };
  },
};
