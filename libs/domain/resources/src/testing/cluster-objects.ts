import type { ConfigMap } from '../config-map/config-map.ts';
import { writeUnsetFields } from '../event/event.kind.ts';
import type { Event } from '../event/event.ts';
import type { Lease } from '../lease/lease.kind.ts';
import type { Namespace } from '../namespace/namespace.ts';
import type { Node } from '../node/node.ts';
import type { Secret } from '../secret/secret.ts';
import { defaultService } from '../service/service.defaults.ts';
import type { Service } from '../service/service.ts';
import type { ServiceAccount } from '../service-account/service-account.kind.ts';
import { BUILT_AT, build, type Overrides } from './build.ts';

const CAPACITY = { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' };

/** Node without a kubelet's report. */
const NODE_INFO = {
  ...{ machineID: '', systemUUID: '', bootID: '', kernelVersion: '', osImage: '', containerRuntimeVersion: '', kubeletVersion: '' },
  ...{ kubeProxyVersion: '', operatingSystem: '', architecture: '' },
};

/** A node `node-1` that is Ready and free, with 4 CPUs, 8 GiB and room for 110 pods. */
export function aNode(overrides?: Overrides<Node>): Node {
  const name = overrides?.metadata?.name ?? 'node-1';
  const base: Node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' } },
    spec: {},
    status: {
      capacity: { ...CAPACITY },
      allocatable: { ...CAPACITY },
      conditions: [aReadyCondition()],
      addresses: [
        { type: 'InternalIP', address: '192.168.0.1' },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: { ...NODE_INFO },
    },
  };
  return build(base, overrides);
}

/** Returns an Active namespace `team-a`. */
export function aNamespace(overrides?: Overrides<Namespace>): Namespace {
  const name = overrides?.metadata?.name ?? 'team-a';
  const base: Namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
  return build(base, overrides);
}

/** Returns the Lease of `node-1`, renewed at its creation. */
export function aLease(overrides?: Overrides<Lease>): Lease {
  const name = overrides?.metadata?.name ?? 'node-1';
  const base: Lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease' },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: '2026-01-01T00:00:00.000000Z' },
  };
  return build(base, overrides);
}

/** Returns an Event: pod `web` was scheduled. */
export function anEvent(overrides?: Overrides<Event>): Event {
  const base: Event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'web.1873a1b2c3d4e5f6', namespace: 'default' },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web' },
    type: 'Normal',
    reason: 'Scheduled',
    message: 'Successfully assigned default/web to node-1',
    source: { component: 'default-scheduler' },
    firstTimestamp: BUILT_AT,
    lastTimestamp: BUILT_AT,
    count: 1,
  };
  return build(base, overrides, writeUnsetFields);
}

/** A Service `web` in namespace default that leads to the pods labelled app=web. */
export function aService(overrides?: Overrides<Service>): Service {
  const base: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      clusterIP: '10.96.1.1',
      clusterIPs: ['10.96.1.1'],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ port: 80 }],
      selector: { app: 'web' },
    },
    status: { loadBalancer: {} },
  };
  return build(base, overrides, defaultService);
}

/** Returns a ConfigMap `settings` in namespace default with one key. */
export function aConfigMap(overrides?: Overrides<ConfigMap>): ConfigMap {
  return build<ConfigMap>(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' }, data: { colour: 'blue' } },
    overrides,
  );
}

/** Returns a Secret `credentials` in namespace default with one key. */
export function aSecret(overrides?: Overrides<Secret>): Secret {
  return build<Secret>(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'credentials', namespace: 'default' },
      type: 'Opaque',
      data: { token: 'aHVudGVyMg==' },
    },
    overrides,
  );
}

/** The ServiceAccount `default` of namespace default. */
export function aServiceAccount(overrides?: Overrides<ServiceAccount>): ServiceAccount {
  return build<ServiceAccount>(
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } },
    overrides,
  );
}

function aReadyCondition() {
  return {
    type: 'Ready',
    status: 'True',
    reason: 'KubeletReady',
    message: 'kubelet is posting ready status',
    lastHeartbeatTime: BUILT_AT,
    lastTransitionTime: BUILT_AT,
  };
}
