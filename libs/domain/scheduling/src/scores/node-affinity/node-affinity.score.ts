import { termHolds } from '../../filters/node-affinity/node-selector-terms.ts';
import { normalizeToMax, type Score } from '../../plugin.ts';

/** Prefers nodes by the weights of the pod's preferred node affinity. Models `plugins/nodeaffinity`. */
export const nodeAffinityScore: Score = {
  name: 'NodeAffinity',
  weight: 2,
  score: ({ pod }, { node }) => {
    const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    return preferred.reduce((sum, { preference, weight }) => sum + (termHolds(preference, node) ? weight : 0), 0);
  },
  normalize: (scores) => normalizeToMax(scores, false),
};
