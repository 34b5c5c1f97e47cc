import { expect, test } from 'vitest';
import { isTrouble } from './log-trouble.ts';

const pod = (state: object, phase = 'Running') => ({ status: { phase, containerStatuses: [{ state }] } });

test.each([
  ['NodeBecameNotReady', undefined, true],
  ['PodUnschedulable', undefined, true],
  ['PodBound', undefined, false],
  ['EventReported', { type: 'Warning' }, true],
  ['EventReported', { type: 'Normal' }, false],
  ['PodStatusReported', pod({ waiting: { reason: 'CrashLoopBackOff' } }), true],
  ['PodStatusReported', pod({ waiting: { reason: 'ContainerCreating' } }), false],
  ['PodStatusReported', pod({ terminated: { exitCode: 1 } }), true],
  ['PodStatusReported', pod({ terminated: { exitCode: 0 } }, 'Succeeded'), false],
  ['PodStatusReported', pod({}, 'Failed'), true],
])('%s with object %j: trouble %s', (type, object, expected) => {
  expect(isTrouble({ type, object })).toBe(expected);
});
