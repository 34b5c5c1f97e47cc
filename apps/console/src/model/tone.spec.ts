import { expect, test } from 'vitest';
import { nodeTone, podTone } from './tone.ts';

test.each([
  ['Running', '1/1', 'good'],
  ['Running', '1/2', 'busy'],
  ['Pending', '0/1', 'busy'],
  ['ContainerCreating', '0/1', 'busy'],
  ['Init:0/2', '0/1', 'busy'],
  ['Terminating', '1/1', 'busy'],
  ['Completed', '0/1', 'done'],
  ['CrashLoopBackOff', '0/1', 'bad'],
  ['ErrImagePull', '0/1', 'bad'],
  ['Init:Error', '0/1', 'bad'],
  ['Evicted', '0/1', 'bad'],
  ['Unknown', '0/1', 'unknown'],
] as const)('a pod that is %s with %s ready is %s', (status, ready, tone) => {
  expect(podTone(status, ready)).toBe(tone);
});

test.each([
  ['Ready', 'good'],
  ['Ready,SchedulingDisabled', 'busy'],
  ['NotReady', 'bad'],
  ['NotReady,SchedulingDisabled', 'bad'],
] as const)('a node that is %s is %s', (status, tone) => {
  expect(nodeTone(status)).toBe(tone);
});
