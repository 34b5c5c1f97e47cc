import { formatTime } from '@klockwork/api-machinery';
import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import { copy, type LabTime } from '@klockwork/kernel';
import { type Pod, podCondition, podPhaseTerminal, resources, setPodCondition } from '@klockwork/resources';

/** Age after which condition DisruptionTarget is stale. Models `stalePodDisruptionTimeout`. */
const STALE_MS = 2 * 60_000;
const CONDITION = 'DisruptionTarget';

/**
 * Resets condition DisruptionTarget of a pod that was never deleted. A condition set by a kubelet stays. Models `syncStalePodDisruption` of
 * pkg/controller/disruption.
 */
export function reconcileStaleDisruption(pod: Pod, now: LabTime): Plan {
  const condition = podCondition(pod, CONDITION);
  if (pod.metadata?.deletionTimestamp !== undefined || podPhaseTerminal(pod)) return NOTHING;
  if (condition?.status !== 'True' || condition.reason === 'TerminationByKubelet') return NOTHING;
  const at = Date.parse(condition.lastTransitionTime ?? '') + STALE_MS;
  if (now < at) return { stages: [], wakeAt: { at, timer: { name: 'disruption-stale' } } };
  const object = copy(pod) as Pod;
  setPodCondition(object, { type: CONDITION, status: 'False' }, formatTime(now));
  return { stages: [[{ type: 'update', resource: resources.pods, subresource: 'status', object, tolerate: ['NotFound'] }]] };
}
