import type { HorizontalPodAutoscaler, Pod, ResourceRef, Scale } from '@klockwork/resources';
import type { History } from './limits/history.ts';
import type { MetricReading } from './metrics/metric-reading.ts';
import type { Problem } from './replicas/pod-metric.ts';

/** Scale of an autoscaler's target, with the kind of the target. */
export interface TargetScale {
  readonly resource: ResourceRef;
  readonly scale: Scale;
}

/** Autoscaler with all that a sync reads. */
export interface AutoscalerView {
  readonly autoscaler: HorizontalPodAutoscaler;
  readonly target: TargetScale | Problem;
  /** Readings in the order of the metrics; empty where the scale needs none. */
  readonly metrics: readonly MetricReading[];
  /** Pods of the autoscaler's namespace. */
  readonly pods: readonly Pod[];
  readonly history: History;
  /** Selectors of the other autoscalers of the namespace, by their keys `NAMESPACE/NAME`. */
  readonly otherSelectors: ReadonlyMap<string, string>;
}

/** Returns min replicas of an autoscaler; default 1. */
export function minReplicasOf({ spec }: HorizontalPodAutoscaler): number {
  return spec?.minReplicas ?? 1;
}

/** Returns true if metrics decide: replicas are within the bounds, and not disabled by a scale of zero. */
export function isDecidedByMetrics(autoscaler: HorizontalPodAutoscaler, { spec }: Scale): boolean {
  const replicas = spec?.replicas ?? 0;
  const min = minReplicasOf(autoscaler);
  const isDisabled = replicas === 0 && min !== 0;
  return !isDisabled && replicas >= min && replicas <= (autoscaler.spec?.maxReplicas ?? 0);
}
