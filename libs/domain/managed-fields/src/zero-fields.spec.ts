import { schemaOf } from '@klockwork/openapi';
import { expect, test } from 'vitest';
import { keyDefault, zeroFields } from './zero-fields.ts';

const zerosOf = (definition: string) => Object.fromEntries(zeroFields(schemaOf(`io.k8s.api.${definition}`)));

test.each([
  ['core.v1.Pod', { metadata: {}, spec: {}, status: {} }],
  ['core.v1.PodSpec', { containers: null }],
  ['core.v1.Container', { name: '', resources: {} }],
  ['core.v1.ContainerStatus', { image: '', imageID: '', lastState: {}, name: '', ready: false, restartCount: 0, state: {} }],
  ['core.v1.PodCondition', { lastProbeTime: null, lastTransitionTime: null, status: '', type: '' }],
  ['core.v1.ConfigMap', { metadata: {} }],
  [
    'core.v1.Event',
    {
      ...{ eventTime: null, firstTimestamp: null, involvedObject: {}, lastTimestamp: null, metadata: {} },
      ...{ reportingComponent: '', reportingInstance: '', source: {} },
    },
  ],
  ['core.v1.NodeStatus', { daemonEndpoints: {}, nodeInfo: {} }],
  ['core.v1.PersistentVolumeClaimSpec', { resources: {} }],
  ['core.v1.PodTemplateSpec', { metadata: {}, spec: {} }],
  ['core.v1.ServiceStatus', { loadBalancer: {} }],
  ['core.v1.ServicePort', { port: 0, targetPort: 0 }],
  ['core.v1.ResourceFieldSelector', { divisor: '0', resource: '' }],
  ['core.v1.ContainerRestartRule', {}],
  ['apps.v1.DeploymentSpec', { selector: null, strategy: {}, template: {} }],
  ['apps.v1.StatefulSetSpec', { selector: null, serviceName: '', template: {}, updateStrategy: {} }],
  ['apps.v1.DaemonSetSpec', { selector: null, template: {}, updateStrategy: {} }],
  ['batch.v1.JobSpec', { template: {} }],
  ['batch.v1.CronJobSpec', { jobTemplate: {}, schedule: '' }],
  ['coordination.v1.Lease', { metadata: {}, spec: {} }],
  ['rbac.v1.Role', { metadata: {}, rules: null }],
  ['rbac.v1.RoleBinding', { metadata: {}, roleRef: {} }],
  ['resource.v1.CounterSet', { name: '' }],
])('a %s always has %j', (definition, zeros) => {
  expect(zerosOf(definition)).toEqual(zeros);
});

test.each([
  ['core.v1.ContainerPort', 'protocol', 'TCP'],
  ['core.v1.ContainerPort', 'containerPort', 0],
  ['core.v1.Container', 'name', ''],
  ['core.v1.LocalObjectReference', 'name', ''],
  ['core.v1.ObjectReference', 'name', undefined],
])('a %s without %s gets %j', (definition, key, expected) => {
  expect(keyDefault(schemaOf(`io.k8s.api.${definition}`), key)).toBe(expected);
});
