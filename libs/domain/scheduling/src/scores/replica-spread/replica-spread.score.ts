import type { Pod } from '@klockwork/kubernetes-types';
import { normalizeToMax, type Score } from '../../plugin.ts';

/**
 * Prefers nodes with fewer replicas of the pod's controller. Replaces the default constraints of `plugins/podtopologyspread` (hostname,
 * ScheduleAnyway): siblings share a controller UID, instead of matching selectors of Services and owners.
 */
export const replicaSpread: Score = {
  name: 'PodTopologySpread',
  weight: 2,
  score: ({ pod }, { pods }) => {
    const owner = controllerUid(pod);
    if (owner === undefined || (pod.spec?.topologySpreadConstraints ?? []).length > 0) return 0;
    let siblings = 0;
    for (const placed of pods.values()) if (controllerUid(placed.pod) === owner) siblings += 1;
    return siblings;
  },
  normalize: (scores) => normalizeToMax(scores, true),
};

function controllerUid(pod: Pod): string | undefined {
  return pod.metadata?.ownerReferences?.find((owner) => owner.controller === true)?.uid;
}
