import type { Node, Pod } from '@klockwork/kubernetes-types';
import { someTermHolds } from './node-selector-terms.ts';

/** Returns whether nodeSelector and required node affinity match the node. */
export function selectsNode(pod: Pod, node: Node): boolean {
  const labels = node.metadata?.labels ?? {};
  if (!Object.entries(pod.spec?.nodeSelector ?? {}).every(([key, value]) => labels[key] === value)) return false;
  const requiredSelector = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return requiredSelector === undefined || someTermHolds(requiredSelector.nodeSelectorTerms, node);
}
