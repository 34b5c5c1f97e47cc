import { type Pod, resources } from '@klockwork/resources';
import type { Invariant } from './invariant.ts';
import { isOf } from './is-of.ts';

/** Invariant of pods: a rebooted node has lost its containers, and reads the count from the API. */
export const restartCountNeverFalls: Invariant = {
  name: 'restart-count-never-falls',
  statement: 'a container that was restarted stays counted, whatever becomes of its node',
  watch: () => {
    return ({ event, previous }) => {
      if (!isOf(event, resources.pods) || event.change !== 'updated') return undefined;
      const before = restartCounts(previous as Pod | undefined);
      const after = restartCounts(event.object as Pod);
      for (const [container, count] of before) {
        const now = after.get(container) ?? 0;
        if (now < count) return `the restart count of container ${container} fell from ${count} to ${now}`;
      }
      return undefined;
    };
  },
};

function restartCounts(pod: Pod | undefined): ReadonlyMap<string, number> {
  const { initContainerStatuses = [], containerStatuses = [] } = pod?.status ?? {};
  return new Map([...initContainerStatuses, ...containerStatuses].map(({ name, restartCount }) => [name, restartCount]));
}
