import { expect, test } from 'vitest';
import { restoredObject } from './restored-object.ts';

const present = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name: 'web', uid: 'b', resourceVersion: '9', labels: { tier: 'new' }, finalizers: ['example.com/keep'] },
  spec: { replicas: 3, paused: true },
  status: { replicas: 3 },
};

test('content, labels and annotations are restored; status, identity and version are those of the present', () => {
  const metadata = { name: 'web', uid: 'a', resourceVersion: '4', annotations: { note: 'x' } };
  const former = { ...present, metadata, spec: { replicas: 2 }, status: { replicas: 1 } };
  expect(restoredObject(present, former)).toEqual({
    ...present,
    metadata: { name: 'web', uid: 'b', resourceVersion: '9', annotations: { note: 'x' }, finalizers: ['example.com/keep'] },
    spec: { replicas: 2 },
  });
});

test('a kind without spec and status has its own fields restored', () => {
  const meta = { name: 'settings', uid: 'a', resourceVersion: '1' };
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta };
  const now = { ...map, data: { a: '2' }, binaryData: { b: 'eA==' } };
  expect(restoredObject(now, { ...map, data: { a: '1' } } as typeof map)).toEqual({ ...map, data: { a: '1' } });
});
