import type { PodMetrics, Problem } from '../replicas/pod-metric.ts';

/** Values of a metric as read: by pod, or those of other objects in thousandths; or the failure of the metrics API. */
export type MetricReading = { readonly pods: PodMetrics } | { readonly values: readonly bigint[] } | Problem;
