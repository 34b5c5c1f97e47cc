import { expect, test } from 'vitest';
import type { LabObject } from '../store/row.ts';
import { drainNotes, duePods, type Eviction, evictionAfter, neededOptions, podsToEvict } from './drain.ts';

const owner = (kind: string) => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'x', uid: 'x', controller: true }] });
const pod = (name: string, metadata = {}, more: Partial<LabObject> = {}): LabObject => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, uid: name, resourceVersion: '1', ...metadata }, status: { phase: 'Running' } },
  ...more,
});
const emptyDir = { spec: { volumes: [{ name: 'cache', emptyDir: {} }] } };

test('a drain evicts all pods except mirror pods and running pods of DaemonSets', () => {
  const pods = [
    ...[pod('web', owner('ReplicaSet')), pod('alone'), pod('agent', owner('DaemonSet'))],
    pod('ended-agent', owner('DaemonSet'), { status: { phase: 'Failed' } }),
    pod('mirror', { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
  ];
  expect(podsToEvict(pods).map(({ metadata }) => metadata.name)).toEqual(['web', 'alone', 'ended-agent']);
});

test.each([
  ['a pod of a ReplicaSet', pod('a', owner('ReplicaSet')), []],
  ['a pod without a controller', pod('a'), ['unmanaged']],
  ['a pod with an emptyDir', pod('a', owner('ReplicaSet'), emptyDir), ['local']],
  ['a finished pod', pod('a', {}, { ...emptyDir, status: { phase: 'Succeeded' } }), []],
] as const)('the eviction of %s has its notes', (_, object, notes) => {
  expect(drainNotes(object)).toEqual(notes);
});

test.each([
  ['pods of ReplicaSets', [pod('a', owner('ReplicaSet'))], []],
  ['a pod of a DaemonSet with an emptyDir', [pod('a', owner('DaemonSet'), emptyDir)], [['--ignore-daemonsets', 1]]],
  ['a finished pod of a DaemonSet', [pod('a', owner('DaemonSet'), { status: { phase: 'Failed' } })], []],
  ['a mirror pod', [pod('a', { annotations: { 'kubernetes.io/config.mirror': 'x' } }, emptyDir)], []],
  [
    ...(['pods of all kinds', [pod('a'), pod('b', {}, emptyDir), pod('c', owner('DaemonSet'))]] as const),
    [
      ['--ignore-daemonsets', 1],
      ['--delete-emptydir-data', 1],
      ['--force', 2],
    ],
  ],
] as const)('a drain of %s needs its options', (_, pods, options) => {
  expect(neededOptions(pods).map(({ option, pods: count }) => [option, count])).toEqual(options);
});

const cause = (reason: string) => ({ reason, message: `because of ${reason}` });

test.each<[string, Parameters<typeof evictionAfter>[0], Eviction]>([
  ['a pod that is gone', { code: 404, message: 'not found' }, { type: 'accepted' }],
  [
    ...(['a budget', { code: 429, message: 'Cannot evict.', causes: [cause('DisruptionBudget')] }] as const),
    { type: 'refused', message: 'Cannot evict. because of DisruptionBudget', retryAt: 6_000 },
  ],
  ['an unobserved budget', { code: 429, message: 'No.', retryAfterSeconds: 10 }, { type: 'refused', message: 'No.', retryAt: 11_000 }],
  [
    ...(['a terminating namespace', { code: 403, message: 'No.', causes: [cause('NamespaceTerminating')] }] as const),
    { type: 'refused', message: 'No. because of NamespaceTerminating', retryAt: 6_000 },
  ],
  ['a missing permission', { code: 403, message: 'No.' }, { type: 'failed', message: 'No.' }],
  ['two budgets', { code: 500, message: 'two' }, { type: 'failed', message: 'two' }],
  ['a lost server', { message: 'Failed to fetch' }, { type: 'failed', message: 'Failed to fetch' }],
])('after %s the eviction is as expected', (_, refusal, eviction) => {
  expect(evictionAfter(refusal, 1_000)).toEqual(eviction);
});

test('new pods are due at once, and refused ones at the instant of their retry', () => {
  const pods = ['new', 'asked', 'early', 'late', 'failed'].map((name) => pod(name));
  const refused = (retryAt: number): Eviction => ({ type: 'refused', message: '', retryAt });
  const evictions = new Map<string, Eviction>([
    ...[['asked', { type: 'asked' }] as const, ['failed', { type: 'failed', message: '' }] as const],
    ...[['early', refused(10)] as const, ['late', refused(11)] as const],
  ]);
  expect(duePods(pods, evictions, 10).map(({ metadata }) => metadata.name)).toEqual(['new', 'early']);
});
