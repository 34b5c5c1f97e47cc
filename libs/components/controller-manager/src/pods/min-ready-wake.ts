import type { Plan } from '@klockwork/controller-runtime';
import { type Pod, podCondition, podReady } from '@klockwork/resources';

/** Time when the next ready pod becomes available by minReadySeconds. No watch event announces that. */
export function minReadyWake(pods: readonly Pod[], minReadySeconds: number | undefined, now: number): Plan['wakeAt'] {
  const minReadyMs = (minReadySeconds ?? 0) * 1000;
  if (minReadyMs === 0) return undefined;
  const deadlines = pods.filter(podReady).map((pod) => readySince(pod) + minReadyMs);
  const next = Math.min(...deadlines.filter((deadline) => deadline > now));
  return next === Number.POSITIVE_INFINITY ? undefined : { at: next, timer: { name: 'min-ready-seconds' } };
}

function readySince(pod: Pod): number {
  const since = podCondition(pod, 'Ready')?.lastTransitionTime;
  return since === undefined || since === null ? 0 : Date.parse(since);
}
