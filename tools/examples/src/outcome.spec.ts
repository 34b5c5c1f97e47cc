import { expect, test } from 'vitest';
import { outcomeOf, refusalOf, type WaitingObject } from './outcome.ts';

const pod = (status: WaitingObject['status'] & object): WaitingObject => ({ kind: 'Pod', metadata: { name: 'web' }, status });
const READY = pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });
const claim = (phase: string): WaitingObject => ({ kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, status: { phase } });

test.each<[string, readonly WaitingObject[], string]>([
  ['no pods and no claims', [], 'applied'],
  ['Ready and Succeeded pods, and a Bound claim', [READY, pod({ phase: 'Succeeded' }), claim('Bound')], 'ready'],
  ['a Pending claim', [READY, claim('Pending')], 'waiting: claim Pending'],
  [
    'a container that crashes',
    [pod({ phase: 'Running', containerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }] }), READY],
    'waiting: CrashLoopBackOff',
  ],
  [
    'a pod that no node takes',
    [pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] })],
    'waiting: Unschedulable',
  ],
  [
    'a container that failed',
    [pod({ phase: 'Failed', containerStatuses: [{ state: { terminated: { reason: 'Error', exitCode: 1 } } }] })],
    'waiting: Error',
  ],
  ['an evicted pod', [pod({ phase: 'Failed', reason: 'Evicted' })], 'waiting: Evicted'],
  ['a pod that is not Ready', [pod({ phase: 'Running' })], 'waiting: Running, not Ready'],
])('the objects of %s show its outcome', (_, objects, outcome) => {
  expect(outcomeOf(objects)).toBe(outcome);
});

test('a refusal is the first line of the error without its file name', () => {
  const stderr =
    'error: resource mapping not found for name: "x" namespace: "" from "/a/b.yaml": no matches for kind "X"\nensure CRDs are installed first\n';
  expect(refusalOf(stderr)).toBe(
    'refused: error: resource mapping not found for name: "x" namespace: "" from "FILE": no matches for kind "X"',
  );
});
