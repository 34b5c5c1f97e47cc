import { aNode, aRunningPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { NOON, subjectWith, viewOf } from '../testing/view-of.ts';
import { diagnoseCordoned } from './cordoned.ts';

const cordoned = aNode({ spec: { unschedulable: true } });

test('a cordoned node names user, time, and remaining pods', () => {
  const subject = subjectWith([aNode(), cordoned], { type: 'NodeCordoned', at: NOON });
  expect(
    diagnoseCordoned(subject, viewOf(cordoned, aRunningPod('node-1'), aRunningPod('node-2', { metadata: { name: 'other' } }))),
  ).toEqual({
    statement: 'nodes/node-1 is cordoned by kubectl (admin) at 12:00:00',
    findings: [
      { text: 'the scheduler gives it no new pods', revision: 12 },
      { text: 'pods that are there stay until they are drained: default/web' },
    ],
    remedies: ['kubectl uncordon node-1'],
    revision: 12,
  });
});

test('a schedulable node needs no explanation', () => {
  expect(diagnoseCordoned(subjectWith([aNode()]), viewOf())).toBeUndefined();
});
