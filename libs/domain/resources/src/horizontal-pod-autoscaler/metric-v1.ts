import type { MetricSpec, MetricStatus, MetricTarget } from './horizontal-pod-autoscaler.ts';

/** Metric, or metric status, in annotations of autoscaling/v1: with flat targets. */
export type MetricV1 = { readonly type: string } & { readonly [field: string]: unknown };

type Source = Record<string, unknown>;
type Metric = { readonly name?: string; readonly selector?: unknown };

/** Converts a metric to v1. Models `Convert_autoscaling_MetricSpec_To_v1_MetricSpec` and nested conversions. */
export function specToV1(metric: MetricSpec): MetricV1 {
  return converted<MetricV1>(metric, (field, source) => toV1(field, source, 'target'));
}

/** Converts a metric status to v1, like {@link specToV1}. */
export function statusToV1(status: MetricStatus): MetricV1 {
  return converted<MetricV1>(status, (field, source) => toV1(field, source, 'current'));
}

/** Converts a metric from v1 to the stored form. */
export function specFromV1(metric: MetricV1): MetricSpec {
  return converted<MetricSpec>(metric, (field, source) => fromV1(field, source, 'target'));
}

/** Converts a metric status from v1, like {@link specFromV1}. */
export function statusFromV1(status: MetricV1): MetricStatus {
  return converted<MetricStatus>(status, (field, source) => fromV1(field, source, 'current'));
}

function converted<Metric extends object>(metric: object, convert: (field: string, source: Source) => Source): Metric {
  const entries = Object.entries(metric).map(([field, value]) => [field, field === 'type' ? value : convert(field, value as Source)]);
  return Object.fromEntries(entries) as Metric;
}

type Word = 'target' | 'current';

function toV1(field: string, source: Source, word: Word): Source {
  const { metric, describedObject, [word]: amounts = {}, ...rest } = source as { metric?: Metric; describedObject?: unknown } & Source;
  const { value, averageValue, averageUtilization } = amounts as Partial<MetricTarget>;
  const name = field === 'external' ? { metricSelector: metric?.selector } : { selector: metric?.selector };
  // An object metric has its average next to the target, which names the object.
  const average = field === 'object' ? { averageValue } : { [`${word}AverageValue`]: averageValue };
  return defined({
    target: describedObject,
    ...rest,
    metricName: metric?.name,
    ...name,
    [`${word}Value`]: value ?? (field === 'object' ? '0' : undefined),
    ...average,
    [`${word}AverageUtilization`]: averageUtilization,
  });
}

function fromV1(field: string, source: Source, word: Word): Source {
  const { metricName, selector, metricSelector, name, container } = source;
  const averageValue = field === 'object' ? source.averageValue : source[`${word}AverageValue`];
  const averageUtilization = source[`${word}AverageUtilization`];
  // A target without value has an average only.
  const value = field === 'object' && averageValue !== undefined ? undefined : source[`${word}Value`];
  const type = word === 'current' ? undefined : targetType({ value, averageUtilization });
  const identifiedSource =
    field === 'resource' || field === 'containerResource' ? undefined : defined({ name: metricName, selector: selector ?? metricSelector });
  return defined({
    describedObject: field === 'object' ? source.target : undefined,
    name,
    container,
    metric: identifiedSource,
    [word]: defined({ type, value, averageValue, averageUtilization }),
  });
}

function targetType({ value, averageUtilization }: { value: unknown; averageUtilization: unknown }): string {
  if (averageUtilization !== undefined) return 'Utilization';
  return value === undefined ? 'AverageValue' : 'Value';
}

function defined(values: Source): Source {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
