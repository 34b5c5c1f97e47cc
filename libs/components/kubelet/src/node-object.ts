import type { LabTime } from '@klockwork/kernel';
import type { NodePlace } from '@klockwork/networking';
import { OBJECT_TTL } from '@klockwork/resources';
import type { ContainerImage, Node, NodeStatus } from 'kubernetes-types/core/v1';
import { allocatable } from './node-capacity.ts';
import { HEALTHY, type NodeHealth, nodeConditions } from './node-conditions.ts';

/** What a node says of itself. */
export interface NodeDescription {
  readonly name: string;
  readonly place: NodePlace;
  readonly bootId: string;
  readonly kubeletVersion: string;
  readonly capacity: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** The Node as it is registered, without a status. Models `initialNode` of `pkg/kubelet/kubelet_node_status.go`. */
export function nodeObject(node: NodeDescription): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: nodeLabels(node),
      // Upstream's ttl controller adds the first one; here it only writes where a cluster of another size asks for another value.
      annotations: { [OBJECT_TTL]: '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    // Upstream's node IPAM controller gives the range; here it follows from the name.
    spec: { podCIDR: node.place.podCidr, podCIDRs: [node.place.podCidr] },
  };
}

/** The Node as it will be, for a node that has not reached the API yet. Models `getNodeAnyWay` of `pkg/kubelet/kubelet_getters.go`. */
export function unregisteredNode(node: NodeDescription, now: LabTime): Node {
  return { ...nodeObject(node), status: nodeStatus(node, { health: HEALTHY, images: [] }, undefined, now) };
}

/** The labels a kubelet keeps on its Node. */
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

/** How a node is right now, beside what it always says of itself. */
export interface NodeState {
  readonly health: NodeHealth;
  readonly images: readonly ContainerImage[];
}

const HANDLERS = ['runc', ''].map((name) => ({ name, features: { recursiveReadOnlyMounts: true, userNamespaces: true } }));

/** The status of a node; transition times are kept from `previous` where nothing changed. */
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
    // What containerd 2 can do, told of the handler by its name and as the default. Newer than the types we build on.
    ...({ features: { supplementalGroupsPolicy: true }, runtimeHandlers: HANDLERS } as object),
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

/** Hexadecimal digits that are always the same for the same text. */
function identity(text: string, length: number): string {
  let digits = '';
  for (let round = 0; digits.length < length; round++) {
    let hash = 0x811c9dc5 ^ round;
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    digits += (hash >>> 0).toString(16).padStart(8, '0');
  }
  return digits.slice(0, length);
}
