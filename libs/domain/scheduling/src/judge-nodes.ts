import type { Pod, Taint } from '@klockwork/kubernetes-types';
import { candidateOf } from './candidate.ts';
import { filterNode } from './filter-node.ts';
import { insufficientResources, type Shortage } from './filters/node-resources-fit/insufficient-resources.ts';
import type { Amounts, NodeInfo } from './node-info.ts';
import type { Candidate } from './plugin.ts';
import type { SchedulingView } from './scheduling-view.ts';
import { untolerated } from './tolerations.ts';

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
export function judgeNodes(pod: Pod, nodes: readonly NodeInfo[], view: SchedulingView): Verdicts {
  const candidate = candidateOf(pod, nodes, view);
  if ('refused' in candidate) return candidate;
  return { requests: candidate.requests, nodes: nodes.map((node) => verdict(candidate, node)) };
}

function verdict(candidate: Candidate, node: NodeInfo): NodeVerdict {
  const refused = filterNode(candidate, node);
  const shortages = insufficientResources(candidate.requests, node);
  const taints = untolerated(node.node.spec?.taints, candidate.pod.spec?.tolerations, ['NoSchedule', 'NoExecute']);
  return { node, ...(refused && { filter: refused.filter }), reasons: refused?.refusal.reasons ?? [], shortages, taints };
}
