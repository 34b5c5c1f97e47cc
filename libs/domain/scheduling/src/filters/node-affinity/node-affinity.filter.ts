import type { Filter } from '../../plugin.ts';
import { someTermHolds } from './node-selector-terms.ts';
import { selectsNode } from './selects-node.ts';

/** Upstream's words for a node the pod's nodeSelector or required node affinity leaves out. */
const NOT_SELECTED = "node(s) didn't match Pod's node affinity/selector";

/** Upstream's reason for a node that the added affinity of the profile leaves out. */
const NOT_ENFORCED = "node(s) didn't match scheduler-enforced node affinity";

/** Refuses nodes that the profile's added affinity, nodeSelector or required node affinity leaves out. Models `plugins/nodeaffinity`. */
export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  refuse: ({ pod, args }, { node }) => {
    const addedSelector = args.nodeAffinity.addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    if (addedSelector !== undefined && !someTermHolds(addedSelector.nodeSelectorTerms, node))
      return { reasons: [NOT_ENFORCED], resolvable: false };
    return selectsNode(pod, node) ? undefined : { reasons: [NOT_SELECTED], resolvable: false };
  },
};
