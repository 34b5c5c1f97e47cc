import { expect, test } from 'vitest';
import { configMapKind } from '../config-map/config-map.kind.ts';
import { controllerRevisionKind } from '../controller-revision/controller-revision.kind.ts';
import { cronJobKind } from '../cron-job/cron-job.kind.ts';
import { daemonSetKind } from '../daemon-set/daemon-set.kind.ts';
import { deploymentKind } from '../deployment/deployment.kind.ts';
import { eventKind } from '../event/event.kind.ts';
import { jobKind } from '../job/job.kind.ts';
import type { KindDefinition } from '../kind.ts';
import { leaseKind } from '../lease/lease.kind.ts';
import { namespaceKind } from '../namespace/namespace.kind.ts';
import { nodeKind } from '../node/node.kind.ts';
import type { KubeObject } from '../object.ts';
import { validatePod } from '../pod/pod.validation.ts';
import { replicaSetKind } from '../replica-set/replica-set.kind.ts';
import { secretKind } from '../secret/secret.kind.ts';
import { serviceKind } from '../service/service.kind.ts';
import { serviceAccountKind } from '../service-account/service-account.kind.ts';
import { statefulSetKind } from '../stateful-set/stateful-set.kind.ts';
import * as builders from './index.ts';

/** Pairs a kind with its object, since table rows cannot express that type relation. */
function row<T extends KubeObject>(kind: KindDefinition<T>, object: T) {
  return { kind: kind.kind, errors: () => kind.strategy.validate(object), again: () => kind.strategy.default(object), object };
}

test.each([
  row(configMapKind, builders.aConfigMap()),
  row(cronJobKind, builders.aCronJob()),
  row(controllerRevisionKind, builders.aControllerRevision()),
  row(daemonSetKind, builders.aDaemonSet()),
  row(deploymentKind, builders.aDeployment()),
  row(eventKind, builders.anEvent()),
  row(jobKind, builders.aJob()),
  row(leaseKind, builders.aLease()),
  row(namespaceKind, builders.aNamespace()),
  row(nodeKind, builders.aNode()),
  row(replicaSetKind, builders.aReplicaSet()),
  row(statefulSetKind, builders.aStatefulSet()),
  row(secretKind, builders.aSecret()),
  row(serviceKind, builders.aService()),
  row(serviceAccountKind, builders.aServiceAccount()),
])('a built $kind is valid, and defaulting it again changes nothing', ({ errors, again, object }) => {
  const before = JSON.stringify(object);
  expect(errors()).toEqual([]);
  again();
  expect(JSON.stringify(object)).toEqual(before);
});

test('built pods are valid, bound or not', () => {
  expect(validatePod(builders.aPod())).toEqual([]);
  expect(validatePod(builders.aRunningPod('node-1'))).toEqual([]);
});

test('overrides replace lists whole, and undefined removes a field', () => {
  const pod = builders.aPod({ metadata: { name: 'db', labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'redis' }] } });
  expect(pod.metadata).toEqual({
    uid: builders.uidOf('Pod/default/db'),
    resourceVersion: '1',
    creationTimestamp: builders.BUILT_AT,
    name: 'db',
    namespace: 'default',
    generation: 1,
    labels: { app: 'db' },
  });
  expect(pod.spec?.containers.map(({ name, imagePullPolicy }) => ({ name, imagePullPolicy }))).toEqual([
    { name: 'db', imagePullPolicy: 'Always' },
  ]);
  expect('clusterIP' in (builders.aService({ spec: { clusterIP: undefined } }).spec ?? {})).toBe(false);
});
