import { canonicalQuantity } from '@klockwork/api-machinery';
import type { HorizontalPodAutoscaler, MetricSpec, ScalingRules } from './horizontal-pod-autoscaler.ts';

const CPU_UTILIZATION = 80;
const PERCENT = { type: 'Percent', value: 100, periodSeconds: 15 };
const UP: ScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, PERCENT],
};
const DOWN: ScalingRules = { selectPolicy: 'Max', policies: [PERCENT] };

/** Models `SetDefaults_HorizontalPodAutoscaler` of `pkg/apis/autoscaling/v2`. Completes a given behavior. */
export function defaultHorizontalPodAutoscaler({ spec, status }: HorizontalPodAutoscaler): void {
  if (status) Object.assign(status, { ...unscaled(), ...status });
  if (spec === undefined) return;
  spec.minReplicas ??= 1;
  if (!spec.metrics?.length) spec.metrics = [cpuMetric(CPU_UTILIZATION)];
  for (const metric of spec.metrics) canonicalizeTarget(metric);
  if (spec.behavior === undefined) return;
  spec.behavior.scaleUp = { ...fresh(UP), ...spec.behavior.scaleUp };
  spec.behavior.scaleDown = { ...fresh(DOWN), ...spec.behavior.scaleDown };
}

/** Returns the status of a new autoscaler: upstream's type always has null metrics and a count. */
export function unscaled(): NonNullable<HorizontalPodAutoscaler['status']> {
  return { currentMetrics: null, desiredReplicas: 0 };
}

/** Returns a metric of CPU utilization relative to requests. */
export function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

function canonicalizeTarget({ object, pods, resource, containerResource, external }: MetricSpec): void {
  for (const source of [object, pods, resource, containerResource, external]) {
    const target = source?.target as { value?: string; averageValue?: string } | undefined;
    if (target?.value !== undefined) target.value = canonicalQuantity(target.value);
    if (target?.averageValue !== undefined) target.averageValue = canonicalQuantity(target.averageValue);
  }
}

function fresh({ policies = [], ...rest }: ScalingRules): ScalingRules {
  return { ...rest, policies: policies.map((policy) => ({ ...policy })) };
}
