import type { Filter } from '../../plugin.ts';
import { selectsNode } from './selects-node.ts';

/** Upstream's words for a node the pod's nodeSelector or required node affinity leaves out. */
const NOT_SELECTED = "node(s) didn't match Pod's node affinity/selector";

/** Refuses nodes that nodeSelector or required node affinity leaves out. Models `plugins/nodeaffinity`. */
export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  refuse: ({ pod }, { node }) => (selectsNode(pod, node) ? undefined : { reasons: [NOT_SELECTED], resolvable: false }),
};
