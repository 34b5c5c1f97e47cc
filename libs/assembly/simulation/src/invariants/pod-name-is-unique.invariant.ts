import { keyText, resources } from '@klockwork/resources';
import type { Invariant } from './invariant.ts';
import { isOf } from './is-of.ts';

/** Invariant of pods: a replacement has another name, or starts after the end of the first. */
export const podNameIsUnique: Invariant = {
  name: 'pod-name-is-unique',
  statement: 'of two pods that live, no two have the same name in one namespace',
  watch() {
    const live = new Map<string, string>();
    return ({ event }) => {
      if (!isOf(event, resources.pods)) return undefined;
      const key = keyText(event.key);
      const holder = live.get(key);
      if (event.change === 'deleted') live.delete(key);
      else live.set(key, event.uid);
      return holder === undefined || holder === event.uid ? undefined : `the pod ${holder} of this name still lives`;
    };
  },
};
