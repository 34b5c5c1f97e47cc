import type { EndpointSlice, HorizontalPodAutoscaler, KubeObject, Namespace, PersistentVolumeClaim, Pod } from '@klockwork/resources';
import { aConfigMap, aHorizontalPodAutoscaler, aNamespace, anEvent, aPod, aRunningPod, aService } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { subjectWith, viewOf } from '../testing/view-of.ts';
import { diagnoseAutoscaler } from './autoscaler.ts';
import { diagnoseClaim } from './claim-pending.ts';
import { diagnoseNamespace } from './namespace-terminating.ts';
import { diagnoseService } from './service-endpoints.ts';

const labelled = (pod: Pod): Pod => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'web' } } });
const slice = (ready: boolean, ports: object[] | null): KubeObject =>
  ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.244.1.2'], conditions: { ready } }],
    ports,
  }) as EndpointSlice;
const subject = subjectWith([aService({ spec: { selector: { app: 'web' } } })]);

test('a Service that selects no pod names similar labels', () => {
  const other = aPod({ metadata: { labels: { app: 'wep' } } });
  expect(diagnoseService(subject, viewOf(other))).toEqual({
    statement: 'services/default/web has no endpoints: its selector app=web matches no pod',
    findings: [{ text: 'pods have app=wep' }],
    remedies: ['correct spec.selector, or label pods: kubectl edit service web -n default'],
    revision: 11,
  });
  expect(diagnoseService(subject, viewOf())?.findings).toEqual([{ text: 'no pod of default has a label app' }]);
});

test('a Service with unready pods refers to them', () => {
  expect(diagnoseService(subject, viewOf(labelled(aPod()), slice(false, [{ port: 80 }])))).toEqual({
    statement: 'services/default/web has no endpoints that are ready: 1 pod selected by app=web, 0 ready',
    findings: [],
    remedies: [],
    revision: 11,
    related: [{ group: '', resource: 'pods', namespace: 'default', name: 'web' }],
  });
});

test('a Service with a wrong targetPort names the container ports of its pods', () => {
  const named = subjectWith([aService({ spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] } })]);
  const pod = labelled(
    aRunningPod('node-1', { spec: { containers: [{ name: 'web', image: 'nginx', ports: [{ name: 'web', containerPort: 80 }] }] } }),
  );
  expect(diagnoseService(named, viewOf(pod, slice(true, null)))).toEqual({
    statement: 'services/default/web has no endpoints: no container port of its pods is named http',
    findings: [{ text: 'web has the container ports web=80' }],
    remedies: ['correct targetPort: kubectl edit service web -n default; or name the port of the container so'],
    revision: 11,
  });
});

test('a Service without a selector is explained, and a working one is not', () => {
  const bare = aService();
  const { selector: _, ...spec } = bare.spec ?? {};
  const open = { ...bare, spec };
  expect(diagnoseService(subjectWith([open]), viewOf())?.statement).toBe('services/default/web has no endpoints: it has no selector');
  expect(diagnoseService(subject, viewOf(slice(true, [{ port: 80 }])))).toBeUndefined();
});

function claim(storageClassName: string): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default', uid: 'claim' },
    spec: { storageClassName },
    status: { phase: 'Pending' },
  };
}
const reported = (reason: string, message: string, resourceVersion = '9') =>
  anEvent({
    metadata: { resourceVersion },
    reason,
    message,
    involvedObject: { kind: 'PersistentVolumeClaim', name: 'data', uid: 'claim' },
  });
const storageClass = (mode: string): KubeObject =>
  ({ kind: 'StorageClass', metadata: { name: 'standard' }, provisioner: 'example.com/disks', volumeBindingMode: mode }) as KubeObject;

test.each([
  [
    'with a missing class',
    'fancy',
    'Immediate',
    ['ProvisioningFailed', 'storageclass.storage.k8s.io "fancy" not found'],
    'the StorageClass fancy does not exist',
    'use a StorageClass that exists: standard; the class of a claim is not changed: create the claim anew',
  ],
  [
    'without a pod',
    'standard',
    'WaitForFirstConsumer',
    ['WaitForFirstConsumer', 'waiting for first consumer to be created before binding'],
    'the StorageClass standard is provisioned by example.com/disks, WaitForFirstConsumer',
    'create a pod that mounts the claim: its node decides where the volume is',
  ],
])('a claim %s is Pending for that reason', (_, name, mode, [reason = '', message = ''], text, remedy) => {
  expect(
    diagnoseClaim(subjectWith([claim(name)]), viewOf(storageClass(mode), reported(reason, message, '8'), reported(reason, message))),
  ).toEqual({
    statement: `persistentvolumeclaims/default/data is Pending: ${message}`,
    findings: [{ text }, { text: `${reason}: ${message}`, revision: 9 }],
    remedies: [remedy],
    revision: 11,
  });
});

test('a bound claim raises no question', () => {
  const bound = { ...claim('standard'), status: { phase: 'Bound' } };
  expect(diagnoseClaim(subjectWith([bound]), viewOf())).toBeUndefined();
});

test('a Terminating namespace names remaining objects and finalizers', () => {
  const namespace = aNamespace();
  const ending: Namespace = {
    ...namespace,
    metadata: { ...namespace.metadata, deletionTimestamp: '2026-01-01T11:00:00Z' },
    status: {
      phase: 'Terminating',
      conditions: [{ type: 'NamespaceFinalizersRemaining', status: 'True', message: 'Some content has finalizers' }],
    },
  };
  const kept = aConfigMap({ metadata: { name: 'kept', namespace: 'team-a', finalizers: ['example.com/keep'] } });
  expect(diagnoseNamespace(subjectWith([namespace, ending]), viewOf(kept))).toEqual({
    statement: 'namespaces/team-a is Terminating: Some content has finalizers',
    findings: [{ text: 'configmaps/kept is left, with the finalizers example.com/keep' }],
    remedies: [
      `kubectl patch configmaps/kept -n team-a --type merge -p '{"metadata":{"finalizers":null}}', unless its controller still comes`,
    ],
    revision: 12,
  });
  expect(diagnoseNamespace(subjectWith([namespace]), viewOf())).toBeUndefined();
});

const since = '2026-01-01T12:00:00Z';

type Condition = NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['conditions']>[number];

test.each<[string, Condition, string, readonly string[]]>([
  [
    'pods without requests',
    {
      ...{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' },
      message: 'failed to get cpu utilization: missing request for cpu in container web of Pod web-1',
    },
    'cannot judge the load of deployment/web: failed to get cpu utilization: missing request for cpu in container web of Pod web-1',
    ['kubectl set resources deployment/web -n default --requests=cpu=AMOUNT'],
  ],
  [
    'a scale of zero',
    { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message: 'scaling is disabled' },
    'is switched off for deployment/web: scaling is disabled',
    ['kubectl scale deployment/web -n default --replicas=1'],
  ],
  [
    'a window',
    { type: 'AbleToScale', status: 'True', reason: 'ScaleDownStabilized', message: 'recent recommendations were higher' },
    'waits before it removes pods of deployment/web: recent recommendations were higher',
    ['set spec.behavior.scaleDown.stabilizationWindowSeconds for a shorter wait'],
  ],
])('an autoscaler that does not scale because of %s is explained by its condition', (_, condition, state, remedies) => {
  const explained = aHorizontalPodAutoscaler({ status: { conditions: [{ ...condition, lastTransitionTime: since }] } });
  const { type, status, reason } = condition;
  expect(diagnoseAutoscaler(subjectWith([explained]))).toEqual({
    statement: `horizontalpodautoscalers/default/web ${state}`,
    findings: [{ text: `${type} is ${status} since ${since}: ${reason}` }],
    remedies,
    revision: 11,
  });
});

test('an autoscaler that does what its metrics suggest needs no explanation', () => {
  const conditions = [{ type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale', message: '' }];
  expect(diagnoseAutoscaler(subjectWith([aHorizontalPodAutoscaler({ status: { conditions } })]))).toBeUndefined();
});

test('a connected Service names its program, with and without endpoints', () => {
  const connection = {
    apiVersion: 'klockwork.dev/v1alpha1',
    kind: 'Connection',
    metadata: { name: 'web', namespace: 'default' },
    spec: { to: '127.0.0.1:9443', port: 443 },
  };
  const expected = {
    statement: 'services/default/web leads to the program at 127.0.0.1:9443 on this machine, on port 443, not to pods',
    findings: [],
    remedies: ['let it lead to its pods again: npx klockwork disconnect web -n default'],
    revision: 11,
  };
  expect(diagnoseService(subject, viewOf(connection))).toEqual(expected);
  expect(diagnoseService(subject, viewOf(connection, slice(true, [{ port: 80 }])))).toEqual(expected);
});
