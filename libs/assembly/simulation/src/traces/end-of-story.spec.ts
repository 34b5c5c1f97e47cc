import { expect, test } from 'vitest';
import { endOfStory, wrongEnd } from './end-of-story.ts';
import type { TraceRow } from './record-trace.ts';

const row = (subject: string, ready: string, status: string, restarts = '0'): TraceRow => ({
  ...{ at: 0, subject, ready, status, restarts },
  ...{ conditions: [], events: [] },
});

test('a story ends as its pods were seen last, wherever in its back-off a program is', () => {
  expect(endOfStory([row('web', '0/1', 'Pending'), row('web', '1/1', 'Running')])).toEqual(['ready']);
  expect(endOfStory([row('web', '0/1', 'CrashLoopBackOff', '4')])).toEqual(endOfStory([row('web', '0/1', 'Error', '5')]));
  expect(endOfStory([row('web', '0/1', 'ErrImagePull')])).toEqual(endOfStory([row('web', '0/1', 'ImagePullBackOff')]));
  expect(endOfStory([row('b', '0/1', 'Completed'), row('a', '0/1', '(gone)'), row('c', '0/1', 'Init:0/2')])).toEqual([
    'Completed',
    'initializing',
  ]);
});

test.each([
  ['the same end is right', ['ready'], ['ready'], false, undefined],
  ['a pod too many is wrong', ['ready'], ['ready', 'ready'], false, 'ended as ready, ready, not as ready'],
  ['a pod that was not started again is wrong', ['ready'], ['Pending'], true, 'ended as Pending, not as ready'],
  ['a program that was lost with its node may have been restarted', ['ready'], ['alive'], true, undefined],
  ['a restart is wrong when no node was lost', ['ready'], ['alive'], false, 'ended as alive, not as ready'],
  ['a program that may not be restarted is lost with its node', ['Completed'], ['Unknown'], true, undefined],
  ['a pod that has failed is told by its first container', ['NotReady'], ['Completed'], true, undefined],
  ['a pod may come back with the node that it was lost with', ['Terminating'], ['alive'], true, undefined],
  ['a pod that ended of its own is wrong when no node was lost', ['NotReady'], ['Completed'], false, 'ended as Completed, not as NotReady'],
  ['a Job makes one more pod for one that was lost', ['Completed'], ['Completed', 'Unknown'], true, undefined],
  ['nothing left is wrong', ['ready'], [], true, 'ended as nothing, not as ready'],
] as const)('%s', (_sentence, expected, found, nodeLost, complaint) => {
  expect(wrongEnd(expected, found, { nodeLost })).toBe(complaint);
});
