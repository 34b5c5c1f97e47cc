import type { KubeObject } from '@klockwork/resources';
import { aDaemonSet, aDeployment, anEvent, aPod, aReplicaSet, aRunningPod, aStatefulSet } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { subjectWith, viewOf } from '../testing/view-of.ts';
import { diagnoseDaemonSet, diagnoseDeployment, diagnoseReplicaSet, diagnoseStatefulSet } from './replicas.ts';

const owned = (owner: KubeObject) => ({
  ownerReferences: [
    {
      apiVersion: owner.apiVersion ?? '',
      kind: owner.kind ?? '',
      name: owner.metadata?.name ?? '',
      uid: owner.metadata?.uid ?? '',
      controller: true,
    },
  ],
});
const podKey = (name: string) => ({ group: '', resource: 'pods', namespace: 'default', name });
const QUOTA = 'Error creating: pods "web-x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1';
const refusalOf = ({ kind = '', metadata }: KubeObject) =>
  anEvent({
    metadata: { resourceVersion: '9' },
    reason: 'FailedCreate',
    message: QUOTA,
    involvedObject: { kind, name: metadata?.name ?? '', namespace: 'default', uid: metadata?.uid ?? '' },
  });

test('a Deployment that is not complete names its conditions and its pods that are not ready, the newest first', () => {
  const deployment = aDeployment({
    spec: { replicas: 2 },
    status: {
      updatedReplicas: 1,
      availableReplicas: 1,
      conditions: [
        { type: 'Available', status: 'True' },
        {
          type: 'Progressing',
          status: 'False',
          reason: 'ProgressDeadlineExceeded',
          message: 'ReplicaSet "web-2" has timed out progressing.',
        },
      ],
    },
  });
  const [before, now] = ['web-1', 'web-2'].map((name) => aReplicaSet({ metadata: { name, ...owned(deployment) } })) as [
    KubeObject,
    KubeObject,
  ];
  const pods = [
    aRunningPod('node-1', { metadata: { name: 'runs', ...owned(before) } }),
    aPod({ metadata: { name: 'old', ...owned(now) } }),
    aPod({ metadata: { name: 'new', creationTimestamp: '2026-01-01T00:10:00Z', ...owned(now) } }),
    aPod({ metadata: { name: 'foreign' } }),
  ];
  expect(diagnoseDeployment(subjectWith([deployment]), viewOf(before, now, ...pods))).toEqual({
    statement: 'deployments/default/web is not complete: 1 of 2 pods are up to date, 1 available',
    findings: [{ text: 'Progressing: ProgressDeadlineExceeded: ReplicaSet "web-2" has timed out progressing.' }],
    remedies: ['kubectl rollout undo deployment/web -n default'],
    revision: 11,
    related: [podKey('new'), podKey('old')],
  });
});

test('a paused Deployment is resumed', () => {
  const answer = diagnoseDeployment(subjectWith([aDeployment({ spec: { replicas: 2, paused: true } })]), viewOf());
  expect([answer?.statement, answer?.remedies]).toEqual([
    'deployments/default/web is not complete: its rollout is paused; 0 of 2 pods are up to date, 0 available',
    ['kubectl rollout resume deployment/web -n default'],
  ]);
});

test('a ReplicaSet blocked by a quota names the quota', () => {
  const set = aReplicaSet({ spec: { replicas: 2 }, status: { replicas: 1, availableReplicas: 1 } });
  const name = set.metadata?.name;
  expect(diagnoseReplicaSet(subjectWith([set]), viewOf(refusalOf(set)))).toEqual({
    statement: `replicasets/default/${name}: 1 of 2 pods are available`,
    findings: [{ text: `a pod could not be created: ${QUOTA}`, revision: 9 }],
    remedies: ['kubectl edit resourcequota small -n default, or delete other pods of the namespace'],
    revision: 11,
    related: [],
  });
});

test('a StatefulSet waits for its first unready pod', () => {
  const set = aStatefulSet({ spec: { replicas: 3 }, status: { replicas: 1, readyReplicas: 0 } });
  const name = set.metadata?.name;
  expect(diagnoseStatefulSet(subjectWith([set]), viewOf(aPod({ metadata: { name: `${name}-0`, ...owned(set) } })))).toMatchObject({
    statement: `statefulsets/default/${name}: 0 of 3 pods are available`,
    findings: [{ text: 'podManagementPolicy is OrderedReady: each pod waits until the one before it is Ready' }],
    related: [podKey(`${name}-0`)],
  });
});

test('a DaemonSet counts the nodes that want a pod, and shows three of many pods', () => {
  const set = aDaemonSet({ status: { desiredNumberScheduled: 5, currentNumberScheduled: 5, numberReady: 0, numberMisscheduled: 0 } });
  const pods = ['a', 'b', 'c', 'd', 'e'].map((name) => aPod({ metadata: { name, ...owned(set) } }));
  expect(diagnoseDaemonSet(subjectWith([set]), viewOf(...pods))).toMatchObject({
    statement: `daemonsets/default/${set.metadata?.name}: 0 of 5 pods are available`,
    findings: [{ text: '2 more pods are not ready than are shown' }],
    related: [podKey('a'), podKey('b'), podKey('c')],
  });
});

test('a complete workload raises no question', () => {
  const done = { replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1 };
  expect(diagnoseDeployment(subjectWith([aDeployment({ spec: { replicas: 1 }, status: done })]), viewOf())).toBeUndefined();
  expect(diagnoseReplicaSet(subjectWith([aReplicaSet({ spec: { replicas: 1 }, status: done })]), viewOf())).toBeUndefined();
  expect(diagnoseStatefulSet(subjectWith([aStatefulSet({ spec: { replicas: 1 }, status: done })]), viewOf())).toBeUndefined();
});
