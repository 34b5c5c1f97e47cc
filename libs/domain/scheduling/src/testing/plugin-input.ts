import type { Node, Pod } from '@klockwork/kubernetes-types';
import { candidateOf as candidateIn } from '../candidate.ts';
import { type NodeInfo, nodeInfo, placedPod } from '../node-info.ts';
import type { Candidate } from '../plugin.ts';
import type { SchedulingView } from '../scheduling-view.ts';

/** Returns the pod as plugin input among `nodes` with their pods; throws if no node can run the pod. */
export function candidateOf(pod: Pod, view?: SchedulingView, nodes: readonly NodeInfo[] = []): Candidate {
  const candidate = candidateIn(pod, nodes, view);
  if ('refused' in candidate) throw new Error(candidate.refused);
  return candidate;
}

/** Returns the node with placed pods. Pod uids equal names. */
export function nodeWith(node: Node, ...pods: readonly Pod[]): NodeInfo {
  const placed = pods.map((pod) => placedPod({ ...pod, metadata: { ...pod.metadata, uid: pod.metadata?.name ?? '' } }));
  return nodeInfo(node, placed);
}
