import type { Node, Pod } from '@klockwork/kubernetes-types';
import { type NodeInfo, nodeInfo, placedPod } from '../node-info.ts';
import type { Candidate } from '../plugin.ts';
import { candidateStorage } from '../volumes/candidate-storage.ts';
import type { StorageView } from '../volumes/storage-view.ts';

/** Returns the pod as plugin input. `nodes` hold pods that may use its claims; throws if no node can run the pod. */
export function candidateOf(pod: Pod, view?: StorageView, nodes: readonly NodeInfo[] = []): Candidate {
  const storage = candidateStorage(pod, nodes, view);
  if (storage !== undefined && 'refused' in storage) throw new Error(storage.refused);
  return { pod, requests: placedPod(pod).requests, ...(storage && { storage }) };
}

/** Returns the node with placed pods. Pod uids equal names. */
export function nodeWith(node: Node, ...pods: readonly Pod[]): NodeInfo {
  const placed = pods.map((pod) => placedPod({ ...pod, metadata: { ...pod.metadata, uid: pod.metadata?.name ?? '' } }));
  return nodeInfo(node, placed);
}
