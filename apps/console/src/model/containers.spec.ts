import { expect, test } from 'vitest';
import { containersOf } from './containers.ts';

const pod = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web', uid: '1', resourceVersion: '1' } };

test('a pod lists its application containers before the others, with their restarts', () => {
  const spec = {
    initContainers: [{ name: 'init' }],
    containers: [{ name: 'app' }, { name: 'side' }],
    ephemeralContainers: [{ name: 'debug' }],
  };
  const status = { containerStatuses: [{ name: 'side', restartCount: 3 }], initContainerStatuses: [{ name: 'init', restartCount: 1 }] };
  expect(containersOf({ ...pod, spec, status }).map(({ name, restarts }) => `${name} ${restarts}`)).toEqual([
    'app 0',
    'side 3',
    'init 1',
    'debug 0',
  ]);
});

test('a pod without a status has containers without restarts', () => {
  expect(containersOf({ ...pod, spec: { containers: [{ name: 'app' }] } })).toEqual([{ name: 'app', restarts: 0, waiting: 'Pending' }]);
  expect(containersOf(pod)).toEqual([]);
});

test.each([
  ['is created', { state: { waiting: { reason: 'ContainerCreating' } } }, 'ContainerCreating'],
  ['runs', { state: { running: {} } }, undefined],
  ['has ended', { state: { terminated: {} } }, undefined],
  ['backs off after an end', { state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: {} } }, undefined],
  ['has no image', { state: { waiting: { reason: 'ErrImagePull' } }, lastState: {} }, 'ErrImagePull'],
])('a container that %s has its reason for a missing log', (_, status, waiting) => {
  const spec = { containers: [{ name: 'app' }] };
  expect(containersOf({ ...pod, spec, status: { containerStatuses: [{ name: 'app', ...status }] } })[0]?.waiting).toBe(waiting);
});
