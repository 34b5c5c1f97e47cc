import type { Node, Pod } from '@klockwork/kubernetes-types';
import type { Filter } from '../../plugin.ts';
import { someTermHolds } from './node-selector-terms.ts';

/** Upstream's words for a node the pod's nodeSelector or required node affinity leaves out. */
const NOT_SELECTED = "node(s) didn't match Pod's node affinity/selector";

/** Refuses nodes that nodeSelector or required node affinity leaves out. Models `plugins/nodeaffinity`. */
export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  refuse: ({ pod }, { node }) => (selects(pod, node) ? undefined : { reasons: [NOT_SELECTED], resolvable: false }),
};

/** Returns whether nodeSelector and required node affinity match the node. */
export function selects(pod: Pod, node: Node): boolean {
  const labels = node.metadata?.labels ?? {};
  if (!Object.entries(pod.spec?.nodeSelector ?? {}).every(([key, value]) => labels[key] === value)) return false;
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || someTermHolds(required.nodeSelectorTerms, node);
}
