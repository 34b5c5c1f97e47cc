import { normalizeToMax, type Score } from '../../plugin.ts';
import { untolerated } from '../../tolerations.ts';

/** Prefers nodes with fewer PreferNoSchedule taints that the pod does not tolerate. Models `plugins/tainttoleration`. */
export const taintTolerationScore: Score = {
  name: 'TaintToleration',
  weight: 3,
  score: ({ pod }, { node }) => untolerated(node.spec?.taints, pod.spec?.tolerations, ['PreferNoSchedule']).length,
  normalize: (scores) => normalizeToMax(scores, true),
};
