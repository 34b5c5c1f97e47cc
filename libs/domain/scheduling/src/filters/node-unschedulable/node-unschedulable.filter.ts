import type { Filter } from '../../plugin.ts';
import { tolerates } from '../../tolerations.ts';

/** Upstream's words for a cordoned node. */
const UNSCHEDULABLE = 'node(s) were unschedulable';

const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Refuses cordoned nodes, but for pods that tolerate the cordon. Models `plugins/nodeunschedulable`. */
export const nodeUnschedulable: Filter = {
  name: 'NodeUnschedulable',
  refuse: ({ pod }, { node }) => {
    if (node.spec?.unschedulable !== true) return undefined;
    if (pod.spec?.tolerations?.some((toleration) => tolerates(toleration, TAINT))) return undefined;
    return { reasons: [UNSCHEDULABLE], resolvable: false };
  },
};
