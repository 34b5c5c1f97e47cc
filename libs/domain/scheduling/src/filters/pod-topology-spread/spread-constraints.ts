import { type LabelSelector, labelSelector } from '@klockwork/api-machinery';
import type { Node, Pod, TopologySpreadConstraint } from '@klockwork/kubernetes-types';
import type { NodeInfo } from '../../node-info.ts';
import { untolerated } from '../../tolerations.ts';
import { topologyValue } from '../../topology-value.ts';
import { selectsNode } from '../node-affinity/selects-node.ts';

/** Parsed topology spread constraint. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** Pods that the constraint counts, in the namespace of its own pod. */
  readonly counts: (pod: Pod) => boolean;
  /** Returns whether nodeAffinityPolicy and nodeTaintsPolicy include the node in the counts. */
  readonly includes: (node: Node) => boolean;
}

/** Label of a node's own topology. */
export const HOSTNAME = 'kubernetes.io/hostname';

/** Returns the pod's constraints of one kind. Models `filterTopologySpreadConstraints`. */
export function spreadConstraints(pod: Pod, action: TopologySpreadConstraint['whenUnsatisfiable']): SpreadConstraint[] {
  const constraints = pod.spec?.topologySpreadConstraints ?? [];
  return constraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action).map((constraint) => parseConstraint(pod, constraint));
}

/** Returns whether the node has the labels of all constraints. */
export function hasTopologies(info: NodeInfo, constraints: readonly SpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => topologyValue(info, topologyKey) !== undefined);
}

function parseConstraint(owner: Pod, constraint: TopologySpreadConstraint): SpreadConstraint {
  const { topologyKey, maxSkew, minDomains = 1, nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' } = constraint;
  const selector = labelSelector.fromObject(constraint.labelSelector);
  return {
    topologyKey,
    maxSkew,
    minDomains,
    counts: (pod) => isCounted(pod, owner, selector),
    includes: (node) =>
      (nodeAffinityPolicy !== 'Honor' || selectsNode(owner, node)) &&
      (nodeTaintsPolicy !== 'Honor' || untolerated(node.spec?.taints, owner.spec?.tolerations, ['NoSchedule', 'NoExecute']).length === 0),
  };
}

/** Terminating pods are not counted, and an empty selector counts no pod. Models `countPodsMatchSelector`. */
function isCounted({ metadata }: Pod, owner: Pod, selector: LabelSelector): boolean {
  if (selector.requirements.length === 0 || metadata?.deletionTimestamp !== undefined) return false;
  return metadata?.namespace === owner.metadata?.namespace && selector.matches(metadata?.labels);
}
