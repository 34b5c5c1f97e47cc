import type { Pod, PreferredSchedulingTerm } from '@klockwork/kubernetes-types';
import { termHolds } from '../../filters/node-affinity/node-selector-terms.ts';
import { normalizeToMax, type Score } from '../../plugin.ts';

/** Prefers nodes by the weights of the pod's preferred node affinity. Models `plugins/nodeaffinity`. */
export const nodeAffinityScore: Score = {
  name: 'NodeAffinity',
  weight: 2,
  isSkipped: ({ pod }) => preferredTerms(pod).length === 0,
  score: ({ pod }, { node }) =>
    preferredTerms(pod).reduce((sum, { preference, weight }) => sum + (termHolds(preference, node) ? weight : 0), 0),
  normalize: (scores) => normalizeToMax(scores, false),
};

function preferredTerms({ spec }: Pod): readonly PreferredSchedulingTerm[] {
  return spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
}
