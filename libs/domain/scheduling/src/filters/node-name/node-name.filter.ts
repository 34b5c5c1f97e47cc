import type { Filter } from '../../plugin.ts';

/** Upstream's reason for a node other than `spec.nodeName`. */
const OTHER_NODE = "node(s) didn't match the requested node name";

/** Refuses every node except `spec.nodeName`, if set. Models `plugins/nodename`. */
export const nodeName: Filter = {
  name: 'NodeName',
  refuse: ({ pod }, { name }) =>
    pod.spec?.nodeName && pod.spec.nodeName !== name ? { reasons: [OTHER_NODE], resolvable: false } : undefined,
};
