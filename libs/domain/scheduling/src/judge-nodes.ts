import type { Pod, Taint } from '@klockwork/kubernetes-types';
import { filterNode } from './filter-node.ts';
import { insufficientResources, type Shortage } from './filters/node-resources-fit/insufficient-resources.ts';
import { type Amounts, type NodeInfo, placedPod } from './node-info.ts';
import type { Candidate } from './plugin.ts';
import { untolerated } from './tolerations.ts';
import { candidateStorage } from './volumes/candidate-storage.ts';
import type { StorageView } from './volumes/storage-view.ts';

/** The verdict on one node: the filter that refuses it with upstream's reasons, or no filter when the node takes the pod. */
export interface NodeVerdict {
  readonly node: NodeInfo;
  readonly filter?: string;
  readonly reasons: readonly string[];
  /** Resources of which the pod requests more than the node has left. */
  readonly shortages: readonly Shortage[];
  /** Taints that the pod does not tolerate. */
  readonly taints: readonly Taint[];
}

/** The verdicts on all nodes, or the reason why the pod can run nowhere, such as a claim that does not exist. */
export type Verdicts =
  | { readonly refused: string }
  | {
      /** Requests of the pod: cpu in millicores, other resources in their unit. */
      readonly requests: Amounts;
      readonly nodes: readonly NodeVerdict[];
    };

/** Returns the verdict of the scheduler's filters on each node, in the order of `nodes`. Nothing is chosen. */
export function judgeNodes(pod: Pod, nodes: readonly NodeInfo[], view: StorageView): Verdicts {
  const storage = candidateStorage(pod, nodes, view);
  if (storage !== undefined && 'refused' in storage) return storage;
  const { requests } = placedPod(pod);
  const candidate: Candidate = { pod, requests, ...(storage && { storage }) };
  return { requests, nodes: nodes.map((node) => verdict(candidate, node)) };
}

function verdict(candidate: Candidate, node: NodeInfo): NodeVerdict {
  const found = filterNode(candidate, node);
  const shortages = insufficientResources(candidate.requests, node);
  const taints = untolerated(node.node.spec?.taints, candidate.pod.spec?.tolerations, ['NoSchedule', 'NoExecute']);
  return { node, ...(found && { filter: found.filter }), reasons: found?.refusal.reasons ?? [], shortages, taints };
}
