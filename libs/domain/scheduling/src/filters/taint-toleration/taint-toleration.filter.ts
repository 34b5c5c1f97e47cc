import type { Filter } from '../../plugin.ts';
import { untolerated } from '../../tolerations.ts';

/** Upstream's words since 1.35, which names no taint. */
const UNTOLERATED = 'node(s) had untolerated taint(s)';

/** Refuses nodes with a NoSchedule or NoExecute taint that the pod does not tolerate. Models `plugins/tainttoleration`. */
export const taintToleration: Filter = {
  name: 'TaintToleration',
  refuse: ({ pod }, { node }) =>
    untolerated(node.spec?.taints, pod.spec?.tolerations, ['NoSchedule', 'NoExecute']).length > 0
      ? { reasons: [UNTOLERATED], resolvable: false }
      : undefined,
};
