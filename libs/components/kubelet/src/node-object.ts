import type { LabTime } from '@klockwork/kernel';
import type { ContainerImage, Node, NodeStatus } from '@klockwork/kubernetes-types';
import type { NodePlace } from '@klockwork/networking';
import { OBJECT_TTL } from '@klockwork/resources';
import { allocatable } from './node-capacity.ts';
import { HEALTHY, type NodeHealth, nodeConditions } from './node-conditions.ts';

/** Properties of a node. */
export interface NodeDescription {
  readonly name: string;
  readonly place: NodePlace;
  readonly bootId: string;
  readonly kubeletVersion: string;
  readonly capacity: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Returns the Node for registration, without status. Models `initialNode` of `pkg/kubelet/kubelet_node_status.go`. */
export function nodeObject(node: NodeDescription): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: nodeLabels(node),
      // Upstream's ttl controller adds the first annotation; here it writes only in clusters of other sizes.
      annotations: { [OBJECT_TTL]: '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    // Upstream's node IPAM controller assigns the range; here the name determines it.
    spec: { podCIDR: node.place.podCidr, podCIDRs: [node.place.podCidr] },
  };
}

/** Returns the future Node of a node that has not reached the API yet. Models `getNodeAnyWay` of `pkg/kubelet/kubelet_getters.go`. */
export function unregisteredNode(node: NodeDescription, now: LabTime): Node {
  return { ...nodeObject(node), status: nodeStatus(node, { health: HEALTHY, images: [] }, undefined, now) };
}

/** Returns the labels that a kubelet maintains on its Node. */
export function nodeLabels({ name, labels }: NodeDescription): Record<string, string> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    ...labels,
  };
}

/** Present state of a node, beside its constant properties. */
export interface NodeState {
  readonly health: NodeHealth;
  readonly images: readonly ContainerImage[];
}

const HANDLERS = ['runc', ''].map((name) => ({ name, features: { recursiveReadOnlyMounts: true, userNamespaces: true } }));

/** Returns the status of a node; unchanged conditions keep transition times of `previous`. */
export function nodeStatus(
  node: NodeDescription,
  { health, images }: NodeState,
  previous: NodeStatus | undefined,
  now: LabTime,
): NodeStatus {
  return {
    capacity: { ...node.capacity },
    allocatable: allocatable(node.capacity),
    conditions: nodeConditions(health, previous, now),
    addresses: [
      { type: 'InternalIP', address: node.place.hostIP },
      { type: 'Hostname', address: node.name },
    ],
    ...(images.length === 0 && previous?.images === undefined ? {} : { images: [...images] }),
    // Features of containerd 2, for the named handler and as default.
    features: { supplementalGroupsPolicy: true },
    runtimeHandlers: HANDLERS,
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    nodeInfo: {
      machineID: identity(node.name, 32),
      systemUUID: identity(`system/${node.name}`, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      bootID: node.bootId,
      kernelVersion: '6.12.0-klockwork',
      osImage: 'Debian GNU/Linux 12 (bookworm)',
      containerRuntimeVersion: 'containerd://2.1.5',
      kubeletVersion: node.kubeletVersion,
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
  };
}

/** Returns hexadecimal digits determined by the text. */
function identity(text: string, length: number): string {
  let digits = '';
  for (let round = 0; digits.length < length; round++) {
    let hash = 0x811c9dc5 ^ round;
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    digits += (hash >>> 0).toString(16).padStart(8, '0');
  }
  return digits.slice(0, length);
}
