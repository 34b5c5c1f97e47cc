import { copy } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import type { ResourceRef } from './kind.ts';
import { kindOf } from './kinds.ts';
import type { KubeObject } from './object.ts';
import { resources } from './resource-refs.ts';

const NOTHING_RUNS = {
  ...{ machineID: '', systemUUID: '', bootID: '', kernelVersion: '', osImage: '', containerRuntimeVersion: '', kubeletVersion: '' },
  ...{ kubeProxyVersion: '', operatingSystem: '', architecture: '' },
};
const NOTHING_REPORTED = { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo: NOTHING_RUNS };
const REFERENCE = { kind: 'Bucket', name: 'a' };
const PATH = { pathType: 'Prefix', backend: { resource: REFERENCE } };
const NAMED = { apiGroup: null, ...REFERENCE };

/** Each result equals the object after decoding and encoding by a Go program. */
test.each<[string, ResourceRef, object, object]>([
  ['the rules of a role', resources.roles, {}, { rules: null }],
  ['the rules of a role for the whole cluster', resources.clusterRoles, {}, { rules: null }],
  ['the spec of a lease', resources.leases, {}, { spec: {} }],
  ['the spec of a class of devices', resources.deviceClasses, {}, { spec: {} }],
  ['the limits of a range', resources.limitRanges, {}, { spec: { limits: [] } }],
  ['what a claim asks for', resources.resourceClaims, {}, { spec: { devices: { requests: null } } }],
  [
    'what a template of claims gives them',
    resources.resourceClaimTemplates,
    {},
    { spec: { metadata: {}, spec: { devices: { requests: null } } } },
  ],
  [
    'the counts of a slice of devices',
    resources.resourceSlices,
    { spec: { pool: { resourceSliceCount: 1 }, devices: [{ capacity: { memory: {} } }] } },
    { spec: { pool: { generation: 0, resourceSliceCount: 1 }, devices: [{ capacity: { memory: { value: '0' } } }] } },
  ],
  ['the ports of a slice of endpoints', resources.endpointSlices, { endpoints: [] }, { ports: null, endpoints: [] }],
  [
    'the conditions of an endpoint',
    resources.endpointSlices,
    { endpoints: [{ addresses: ['10.0.0.1'] }], ports: [] },
    { ports: [], endpoints: [{ addresses: ['10.0.0.1'], conditions: {} }] },
  ],
  ['what no kubelet has reported', resources.nodes, {}, { spec: {}, status: NOTHING_REPORTED }],
  [
    'the names of an image and of a handler on a node',
    resources.nodes,
    { status: { images: [{ sizeBytes: 1 }], runtimeHandlers: [{}] } },
    { spec: {}, status: { ...NOTHING_REPORTED, images: [{ sizeBytes: 1, names: null }], runtimeHandlers: [{ name: '' }] } },
  ],
  [
    'the keys of a driver on a node',
    resources.csiNodes,
    { spec: { drivers: [{ name: 'a.b', nodeID: 'a' }] } },
    { spec: { drivers: [{ name: 'a.b', nodeID: 'a', topologyKeys: null }] } },
  ],
  [
    'the group of what an Ingress leads to',
    resources.ingresses,
    { spec: { defaultBackend: { resource: REFERENCE }, rules: [{ http: { paths: [PATH] } }] } },
    { spec: { defaultBackend: { resource: NAMED }, rules: [{ http: { paths: [{ ...PATH, backend: { resource: NAMED } }] } }] } },
  ],
  [
    'the namespaces of a rule for requests',
    resources.flowSchemas,
    { spec: { matchingPrecedence: 1, rules: [{ resourceRules: [{ clusterScope: true }] }] } },
    { spec: { matchingPrecedence: 1, rules: [{ resourceRules: [{ clusterScope: true, namespaces: null }] }] } },
  ],
  [
    'what was measured for an autoscaler',
    resources.horizontalPodAutoscalers,
    { status: { currentReplicas: 1 } },
    { status: { currentMetrics: null, desiredReplicas: 0, currentReplicas: 1 } },
  ],
])('unset fields are written: %s', (_, { group, resource }, object, expected) => {
  const draft = copy(object) as KubeObject;
  kindOf(group, resource)?.strategy.default(draft);
  expect(draft).toEqual(expected);
});

test('volumes and hooks have their zeros', () => {
  const template = {
    metadata: {},
    spec: {
      containers: [{ name: 'a', image: 'a', lifecycle: { preStop: { sleep: {} } } }],
      volumes: [
        { name: 'a', iscsi: {} },
        { name: 'b', scaleIO: {} },
        { name: 'c', projected: {} },
      ],
    },
  };
  kindOf('', 'pods')?.strategy.default(template);
  expect(template.spec).toMatchObject({
    containers: [{ lifecycle: { preStop: { sleep: { seconds: 0 } } } }],
    volumes: [{ iscsi: { lun: 0 } }, { scaleIO: { secretRef: null } }, { projected: { sources: null } }],
  });
});

test('the secret of an Azure file share has no default namespace', () => {
  const volume = { spec: { azureFile: { secretName: 'a', shareName: 'b' } } } as KubeObject;
  kindOf('', 'persistentvolumes')?.strategy.default(volume);
  expect(volume).toMatchObject({ spec: { azureFile: { secretNamespace: null } } });
});
