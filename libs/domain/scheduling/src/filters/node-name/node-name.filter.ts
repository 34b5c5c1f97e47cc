import type { Filter } from '../../plugin.ts';

/** Upstream's words for a node that is not the one the pod names. */
const OTHER_NODE = "node(s) didn't match the requested node name";

/** Refuses every node but the one that the pod names, when it names one. Models `plugins/nodename`. */
export const nodeName: Filter = {
  name: 'NodeName',
  refuse: ({ pod }, { name }) =>
    pod.spec?.nodeName && pod.spec.nodeName !== name ? { reasons: [OTHER_NODE], resolvable: false } : undefined,
};
