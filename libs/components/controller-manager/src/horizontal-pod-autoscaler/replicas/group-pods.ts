import { parseTime } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { type Pod, podCondition } from '@klockwork/resources';
import type { PodMetric, PodMetrics } from './pod-metric.ts';

/** Pods by their part in a calculation; `ready` is a count. */
export interface PodGroups {
  readonly ready: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
}

/** `--horizontal-pod-autoscaler-cpu-initialization-period` */
const CPU_INITIALIZATION_MS = 300_000;
/** `--horizontal-pod-autoscaler-initial-readiness-delay` */
const INITIAL_READINESS_MS = 30_000;

/** Models `groupPods`: metrics of processors count only for pods that finished their start. */
export function groupPods(pods: readonly Pod[], metrics: PodMetrics, resource: string, now: LabTime): PodGroups {
  const groups = { ready: 0, unready: [] as string[], missing: [] as string[], ignored: [] as string[] };
  for (const pod of pods) {
    const name = pod.metadata?.name ?? '';
    const metric = metrics.get(name);
    if (pod.metadata?.deletionTimestamp !== undefined || pod.status?.phase === 'Failed') groups.ignored.push(name);
    else if (pod.status?.phase === 'Pending') groups.unready.push(name);
    else if (metric === undefined) groups.missing.push(name);
    else if (resource === 'cpu' && isStarting(pod, metric, now)) groups.unready.push(name);
    else groups.ready += 1;
  }
  return groups;
}

function isStarting(pod: Pod, metric: PodMetric, now: LabTime): boolean {
  const ready = podCondition(pod, 'Ready');
  const startTime = pod.status?.startTime;
  if (ready === undefined || startTime === undefined) return true;
  const startedAt = parseTime(startTime) ?? 0;
  const turnedAt = parseTime(ready.lastTransitionTime ?? '') ?? 0;
  const isUnready = ready.status === 'False';
  if (startedAt + CPU_INITIALIZATION_MS > now) return isUnready || metric.at < turnedAt + metric.windowMs;
  return isUnready && startedAt + INITIAL_READINESS_MS > turnedAt;
}
