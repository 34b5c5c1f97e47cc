import { expect, test } from 'vitest';
import { backOffs, podStep, stepBesideStatus } from './pod-step.ts';

const pod = (status: object, spec: object = { nodeName: 'n' }, metadata: object = {}) => ({
  ...{ kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web', uid: '1', resourceVersion: '1', ...metadata } },
  ...{ spec: spec as Record<string, unknown>, status: status as Record<string, unknown> },
});
const containers = (...containerStatuses: object[]) => ({ phase: 'Running', containerStatuses });
const sandbox = { conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }] };
const waiting = (reason: string) => ({ name: 'main', state: { waiting: { reason } } });

test.each([
  ['scheduling', pod({ phase: 'Pending' }, {})],
  ['starting', pod({ phase: 'Pending' })],
  ['starting', pod(containers(waiting('ContainerCreating')))],
  ['pulling', pod({ ...containers(waiting('ContainerCreating')), ...sandbox })],
  ['probing', pod(containers({ name: 'main', ready: false, state: { running: {} } }))],
  ['back-off', pod(containers(waiting('ImagePullBackOff')))],
  ['terminating', pod(containers(), { nodeName: 'n' }, { deletionTimestamp: '2026-01-01T00:00:00Z' })],
] as const)('a pod is %s', (type, object) => {
  expect(podStep(object)).toEqual({ type });
});

test('a pod that is ready or has ended takes no step', () => {
  expect(podStep(pod(containers({ name: 'main', ready: true, state: { running: {} } })))).toBeUndefined();
  expect(podStep(pod({ phase: 'Succeeded' }))).toBeUndefined();
});

test("a back-off ends at its pod's next timer", () => {
  const ends = backOffs([
    { at: 5, name: 'node-lease-renew', object: 'nodes/n', process: 'p' },
    { at: 7, name: 'crash-loop-back-off', object: 'pods/default/web', process: 'p' },
    { at: 9, name: 'image-pull-back-off', object: 'pods/default/web', process: 'p' },
  ]);
  expect([...ends]).toEqual([['default/web', 7]]);
});

test('a pod whose STATUS is its step shows the word once', () => {
  expect(stepBesideStatus({ step: { type: 'terminating' }, status: 'Terminating' })).toBeUndefined();
  expect(stepBesideStatus({ step: { type: 'pulling' }, status: 'Pending' })).toEqual({ type: 'pulling' });
  expect(stepBesideStatus({ status: 'Running' })).toBeUndefined();
});
