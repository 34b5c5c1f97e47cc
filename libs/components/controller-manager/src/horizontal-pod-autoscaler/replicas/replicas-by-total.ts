import { type Pod, podReady } from '@klockwork/resources';
import type { Problem } from './pod-metric.ts';
import { ceiling, NO_PODS } from './replicas-by-pods.ts';
import { isWithin, type Tolerances } from './tolerances.ts';

/** Value that belongs to no pod, in thousandths, with its target. */
export interface TotalUsage {
  readonly value: bigint;
  readonly target: bigint;
  readonly tolerances: Tolerances;
}

/** Returns replicas for a target of the whole value; without replicas, the ratio alone decides. Models `getUsageRatioReplicaCount`. */
export function replicasByValue(
  { value, target, tolerances }: TotalUsage,
  { replicas, pods }: { readonly replicas: number; readonly pods: readonly Pod[] },
): number | Problem {
  const ratio = Number(value) / Number(target);
  if (replicas === 0) return ceiling(ratio);
  if (isWithin(tolerances, ratio)) return replicas;
  if (pods.length === 0) return { problem: `unable to calculate ready pods: ${NO_PODS}` };
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && podReady(pod)).length;
  return ceiling(ratio * ready);
}

/** Returns replicas for a target per pod, and the value per present pod. Models `GetExternalPerPodMetricReplicas`. */
export function replicasByShare(
  { value, target, tolerances }: TotalUsage,
  present: number,
): { readonly replicas: number; readonly average: bigint } {
  const ratio = Number(value) / (Number(target) * present);
  const replicas = isWithin(tolerances, ratio) ? present : ceiling(Number(value) / Number(target));
  return { replicas, average: present === 0 ? value : (value + BigInt(present) - 1n) / BigInt(present) };
}
