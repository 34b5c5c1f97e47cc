import type * as kubernetes from '@klockwork/kubernetes-types';
import type { ServedForm } from '../kind.ts';
import { behaviorFromAnnotation, behaviorToAnnotation } from './behavior-annotation.ts';
import { cpuMetric, unscaled } from './horizontal-pod-autoscaler.defaults.ts';
import type { HorizontalPodAutoscaler, MetricSpec } from './horizontal-pod-autoscaler.ts';
import { type MetricV1, specFromV1, specToV1, statusFromV1, statusToV1 } from './metric-v1.ts';

type AutoscalerV1 = kubernetes.AutoscalingV1HorizontalPodAutoscaler;

/** Annotations with fields that v1 lacks. */
const ANNOTATIONS = {
  metrics: 'autoscaling.alpha.kubernetes.io/metrics',
  currentMetrics: 'autoscaling.alpha.kubernetes.io/current-metrics',
  conditions: 'autoscaling.alpha.kubernetes.io/conditions',
  behavior: 'autoscaling.alpha.kubernetes.io/behavior',
} as const;

/** autoscaling/v1: one CPU target; other settings are annotations. Models `pkg/apis/autoscaling/v1/conversion.go`. */
export const autoscalingV1Form: ServedForm<HorizontalPodAutoscaler> = {
  group: 'autoscaling',
  version: 'v1',
  definition: 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  fromStored,
  toStored: (body) => toStored(body as AutoscalerV1),
};

function fromStored({ metadata, spec, status, ...rest }: HorizontalPodAutoscaler): AutoscalerV1 {
  const { metrics = [], behavior, ...same } = spec ?? ({} as NonNullable<HorizontalPodAutoscaler['spec']>);
  const { currentMetrics: metricStatus, conditions = [], ...counts } = status ?? unscaled();
  const currentMetrics = metricStatus ?? [];
  const others = metrics.filter((metric) => cpuTarget(metric) === undefined);
  const first = metrics.find(({ type, resource }) => type === 'Resource' && resource?.name === 'cpu');
  const current = currentMetrics.find(({ type, resource }) => type === 'Resource' && resource?.name === 'cpu');
  const annotations = {
    [ANNOTATIONS.metrics]: others.length > 0 ? JSON.stringify(others.map(specToV1)) : undefined,
    [ANNOTATIONS.currentMetrics]: currentMetrics.length > 0 ? JSON.stringify(currentMetrics.map(statusToV1)) : undefined,
    [ANNOTATIONS.conditions]: conditions.length > 0 ? JSON.stringify(conditions) : undefined,
    [ANNOTATIONS.behavior]: behavior === undefined ? undefined : behaviorToAnnotation(behavior),
  };
  return {
    ...rest,
    metadata: withAnnotations(metadata, annotations),
    spec: { ...same, ...defined({ targetCPUUtilizationPercentage: first && cpuTarget(first) }) },
    status: {
      currentReplicas: 0,
      ...counts,
      ...defined({ currentCPUUtilizationPercentage: current?.resource?.current.averageUtilization }),
    },
  } as AutoscalerV1;
}

function toStored({ metadata, spec, status, ...rest }: AutoscalerV1): HorizontalPodAutoscaler {
  const { targetCPUUtilizationPercentage: target, ...same } = spec ?? ({} as NonNullable<AutoscalerV1['spec']>);
  const { currentCPUUtilizationPercentage: _current, currentReplicas = 0, ...told } = status ?? ({} as NonNullable<AutoscalerV1['status']>);
  // v2 omits a zero count that v1 always has.
  const counts = { ...(currentReplicas !== 0 && { currentReplicas }), ...told };
  const read = <T>(name: keyof typeof ANNOTATIONS) => listIn<T>(metadata?.annotations?.[ANNOTATIONS[name]]);
  const metrics = [...(target === undefined ? [] : [cpuMetric(target)]), ...read<MetricV1>('metrics').map(specFromV1)];
  const currentMetrics = read<MetricV1>('currentMetrics').map(statusFromV1);
  const conditions = read<object>('conditions');
  const behavior = behaviorFromAnnotation(metadata?.annotations?.[ANNOTATIONS.behavior]);
  const withoutAnnotations = Object.fromEntries(Object.values(ANNOTATIONS).map((name) => [name, undefined]));
  return {
    ...rest,
    metadata: withAnnotations(metadata, withoutAnnotations),
    spec: { ...same, ...(metrics.length > 0 && { metrics }), ...defined({ behavior }) },
    ...(status !== undefined && {
      status: {
        ...unscaled(),
        ...counts,
        ...(currentMetrics.length > 0 && { currentMetrics }),
        ...(conditions.length > 0 && { conditions }),
      },
    }),
  } as HorizontalPodAutoscaler;
}

/** Returns the target CPU utilization of a metric; undefined for others. Runs before validation. */
function cpuTarget({ type, resource }: MetricSpec): number | undefined {
  return type === 'Resource' && resource?.name === 'cpu' ? resource.target?.averageUtilization : undefined;
}

/** Sets annotations, and drops those that are undefined. */
function withAnnotations<T extends HorizontalPodAutoscaler['metadata']>(metadata: T, set: Readonly<Record<string, string | undefined>>): T {
  const annotations = defined({ ...metadata?.annotations, ...set });
  const { annotations: _annotations, ...rest } = metadata ?? {};
  return { ...rest, ...(Object.keys(annotations).length > 0 && { annotations }) } as T;
}

/** Returns the list in an annotation; empty for invalid JSON, as upstream. */
function listIn<T>(text: string | undefined): readonly T[] {
  const value = jsonIn(text);
  return Array.isArray(value) ? (value as T[]) : [];
}

function jsonIn(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
