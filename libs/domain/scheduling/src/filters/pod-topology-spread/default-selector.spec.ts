import type { Pod } from '@klockwork/kubernetes-types';
import { type ReplicaSet, resources, type Service } from '@klockwork/resources';
import { aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { aSchedulingView } from '../../testing/scheduling-view.ts';
import { defaultSelector } from './default-selector.ts';

const service = (selector?: Record<string, string>): Service => ({ spec: { ...(selector && { selector }) } });
const selectors = {
  ReplicaSet: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'hash', operator: 'Exists' }] },
  ReplicationController: { app: 'old' },
};

function podOf(kind?: string, controller = true): Pod {
  const apiVersion = kind === 'ReplicationController' ? 'v1' : 'apps/v1';
  const ownerReferences = kind === undefined ? [] : [{ apiVersion, kind, name: 'owner', uid: 'u', controller }];
  return aPod({ metadata: { name: 'web', namespace: 'default', labels: { app: 'web', tier: 'front' }, ownerReferences } });
}

test.each<[string, Pod, Service[], string]>([
  ['a pod without Service and owner', podOf(), [], ''],
  ['a pod of a Service', podOf(), [service({ app: 'web' })], 'app=web'],
  ['a pod of two Services', podOf(), [service({ app: 'web' }), service({ tier: 'front' })], 'app=web,tier=front'],
  ['a pod beside Services', podOf(), [service(), service({}), service({ app: 'db' })], ''],
  ['a pod of a ReplicaSet', podOf('ReplicaSet'), [], 'app=web,hash'],
  ['a pod of a ReplicaSet and a Service', podOf('ReplicaSet'), [service({ tier: 'front' })], 'app=web,hash,tier=front'],
  ['a pod of a ReplicationController', podOf('ReplicationController'), [], 'app=old'],
  ['a pod of a DaemonSet', podOf('DaemonSet'), [], ''],
  ['a pod with an owner that does not control it', podOf('ReplicaSet', false), [], ''],
])('%s has the selector of its workload', (_, pod, services, selector) => {
  const view = aSchedulingView({
    services: () => services,
    workload: ({ kind }) => {
      if (kind === resources.replicaSets.kind) return { spec: { selector: selectors.ReplicaSet } } as ReplicaSet;
      return kind === resources.replicationControllers.kind ? { spec: { selector: selectors.ReplicationController } } : undefined;
    },
  });
  expect(defaultSelector(pod, view).toString()).toBe(selector);
});
