import type { Pod, Taint } from '@klockwork/kubernetes-types';
import { filterNode } from './filter-node.ts';
import { insufficientResources, type Shortage } from './filters/node-resources-fit/insufficient-resources.ts';
import { type Amounts, type NodeInfo, placedPod } from './node-info.ts';
import type { Candidate } from './plugin.ts';
import { untolerated } from './tolerations.ts';
import { candidateStorage } from './volumes/candidate-storage.ts';
import type { StorageView } from './volumes/storage-view.ts';

/** Verdict on one node: the refusing filter with upstream's reasons; no filter if the node accepts the pod. */
export interface NodeVerdict {
  readonly node: NodeInfo;
  readonly filter?: string;
  readonly reasons: readonly string[];
  /** Resources with more requested than free. */
  readonly shortages: readonly Shortage[];
  /** Taints without a matching toleration. */
  readonly taints: readonly Taint[];
}

/** Verdicts on all nodes, or a reason that excludes every node, such as a missing claim. */
export type Verdicts =
  | { readonly refused: string }
  | {
      /** Pod requests: cpu in millicores, other resources in their unit. */
      readonly requests: Amounts;
      readonly nodes: readonly NodeVerdict[];
    };

/** Returns the filter verdict on each node, in the order of `nodes`. Chooses no node. */
export function judgeNodes(pod: Pod, nodes: readonly NodeInfo[], view: StorageView): Verdicts {
  const storage = candidateStorage(pod, nodes, view);
  if (storage !== undefined && 'refused' in storage) return storage;
  const { requests } = placedPod(pod);
  const candidate: Candidate = { pod, requests, ...(storage && { storage }) };
  return { requests, nodes: nodes.map((node) => verdict(candidate, node)) };
}

function verdict(candidate: Candidate, node: NodeInfo): NodeVerdict {
  const refused = filterNode(candidate, node);
  const shortages = insufficientResources(candidate.requests, node);
  const taints = untolerated(node.node.spec?.taints, candidate.pod.spec?.tolerations, ['NoSchedule', 'NoExecute']);
  return { node, ...(refused && { filter: refused.filter }), reasons: refused?.refusal.reasons ?? [], shortages, taints };
}
