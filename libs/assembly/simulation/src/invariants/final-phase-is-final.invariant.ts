import { type Pod, resources } from '@klockwork/resources';
import type { Invariant } from './invariant.ts';
import { isOf } from './is-of.ts';

/** Invariant of pods: final phases of the API never change. */
export const finalPhaseIsFinal: Invariant = {
  name: 'final-phase-is-final',
  statement: 'a pod that Succeeded or Failed stays so',
  watch: () => {
    return ({ event, previous }) => {
      if (!isOf(event, resources.pods) || event.change !== 'updated') return undefined;
      const before = (previous as Pod | undefined)?.status?.phase;
      const after = (event.object as Pod).status?.phase;
      return (before === 'Succeeded' || before === 'Failed') && after !== before ? `the phase went from ${before} to ${after}` : undefined;
    };
  },
};
