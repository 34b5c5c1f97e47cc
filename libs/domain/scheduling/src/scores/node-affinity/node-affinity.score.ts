import type { PreferredSchedulingTerm } from '@klockwork/kubernetes-types';
import { termHolds } from '../../filters/node-affinity/node-selector-terms.ts';
import { type Candidate, normalizeToMax, type Score } from '../../plugin.ts';

/** Prefers nodes by the weights of the pod's preferred node affinity. Models `plugins/nodeaffinity`. */
export const nodeAffinityScore: Score = {
  name: 'NodeAffinity',
  weight: 2,
  isSkipped: (candidate) => preferredTerms(candidate).length === 0,
  score: (candidate, { node }) =>
    preferredTerms(candidate).reduce((sum, { preference, weight }) => sum + (termHolds(preference, node) ? weight : 0), 0),
  normalize: (scores) => normalizeToMax(scores, false),
};

/** Returns the terms of the profile's added affinity and of the pod. */
function preferredTerms({ pod, args }: Candidate): readonly PreferredSchedulingTerm[] {
  const addedTerms = args.nodeAffinity.addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  const own = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return addedTerms === undefined ? own : [...addedTerms, ...own];
}
