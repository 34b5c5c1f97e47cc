import type { LabTime } from '@klockwork/kernel';
import { groupNodeNames, isGroupNode, type Node, nodeReady, nodeTaints, type Pod } from '@klockwork/resources';
import { type NodeInfo, nodeInfo, placedPod } from '@klockwork/scheduling';
import { type AutoscalerView, DELETION_CANDIDATE, STARTUP_MS_MAX, TO_BE_DELETED } from './autoscaler-view.ts';
import { isDaemon, isFinished, isMirror } from './drainability.ts';
import { hasTaint, withoutTaints } from './node-taints.ts';

/** Nodes of the cluster as a scan sees them. */
export interface NodePool {
  /** Nodes of the group, by name. */
  readonly group: readonly Node[];
  /** Nodes of the group that start. */
  readonly starting: readonly Node[];
  /** Nodes of the group that are not Ready, and do not start. */
  readonly unready: readonly Node[];
  /** Ready nodes of the cluster with their pods. */
  readonly ready: readonly NodeInfo[];
  /** Models of the starting nodes. */
  readonly upcoming: readonly NodeInfo[];
  /** Returns the model of a new node; undefined without a Ready node of the group. */
  readonly template: ((name: string) => NodeInfo) | undefined;
  /** Names of nodes that the group can add, by number. */
  readonly freeNames: readonly string[];
}

const OWN_TAINTS: readonly string[] = [TO_BE_DELETED, DELETION_CANDIDATE, ...Object.values(nodeTaints)];

/** Sorts the nodes of the cluster by their state. */
export function nodePool({ group: size, nodes, pods }: AutoscalerView, now: LabTime): NodePool {
  const byNode = podsByNode(pods);
  const podsOf = (node: Node) => byNode.get(nameOf(node)) ?? [];
  const group = nodes.filter((node) => isGroupNode(nameOf(node), size));
  const starting = group.filter((node) => !nodeReady(node) && !isDeleting(node) && ageOf(node, now) < STARTUP_MS_MAX);
  const sample = group.find((node) => nodeReady(node) && !isDeleting(node));
  const template = sample && templateOf(sample, podsOf(sample));
  const taken = new Set(nodes.map(nameOf));
  return {
    group,
    starting,
    unready: group.filter((node) => !nodeReady(node) && !starting.includes(node)),
    ready: nodes.filter(nodeReady).map((node) => nodeInfo(node, podsOf(node).map(placedPod))),
    upcoming: template === undefined ? [] : starting.map((node) => template(nameOf(node))),
    template,
    freeNames: groupNodeNames(size).filter((name) => !taken.has(name)),
  };
}

function podsByNode(pods: readonly Pod[]): ReadonlyMap<string, Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = pod.spec?.nodeName;
    if (!node || isFinished(pod)) continue;
    const others = byNode.get(node);
    if (others === undefined) byNode.set(node, [pod]);
    else others.push(pod);
  }
  return byNode;
}

/** Returns the name of an object. */
export function nameOf({ metadata }: Node): string {
  return metadata?.name ?? '';
}

/** Returns whether the node is being removed. */
export function isDeleting(node: Node): boolean {
  return hasTaint(node, TO_BE_DELETED) || node.metadata?.deletionTimestamp !== undefined;
}

function ageOf({ metadata }: Node, now: LabTime): number {
  return now - Date.parse(String(metadata?.creationTimestamp));
}

/** Copies a Ready node without its own taints, with its daemons and static pods. Models `simulator.SanitizedTemplateNodeInfoFromNodeInfo`. */
function templateOf(sample: Node, pods: readonly Pod[]): (name: string) => NodeInfo {
  const daemons = pods.filter((pod) => isDaemon(pod) || isMirror(pod));
  return (name) => {
    const labels = { ...sample.metadata?.labels, 'kubernetes.io/hostname': name };
    const { unschedulable: _, ...spec } = sample.spec ?? {};
    const node: Node = { ...sample, metadata: { name, labels }, spec: { ...spec, taints: withoutTaints(sample, OWN_TAINTS) } };
    return nodeInfo(
      node,
      daemons.map((pod) => placedPod(onNode(pod, name))),
    );
  };
}

function onNode(pod: Pod, name: string): Pod {
  return {
    ...pod,
    metadata: { ...pod.metadata, uid: `${pod.metadata?.uid}/${name}` },
    spec: { ...pod.spec, nodeName: name } as Pod['spec'],
  };
}
