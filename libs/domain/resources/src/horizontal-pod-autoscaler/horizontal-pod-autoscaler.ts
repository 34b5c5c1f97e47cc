import type * as kubernetes from '@klockwork/kubernetes-types';

/** HorizontalPodAutoscaler in autoscaling/v2, the stored form. */
export interface HorizontalPodAutoscaler extends Omit<kubernetes.AutoscalingV2HorizontalPodAutoscaler, 'spec' | 'status'> {
  spec?: HorizontalPodAutoscalerSpec;
  status?: HorizontalPodAutoscalerStatus;
}

/** Its status. Upstream writes `null` for metrics that were never measured. */
export interface HorizontalPodAutoscalerStatus extends Omit<kubernetes.AutoscalingV2HorizontalPodAutoscalerStatus, 'currentMetrics'> {
  currentMetrics?: MetricStatus[] | null;
}

/** Spec of an autoscaler. Its behavior may be empty. */
export interface HorizontalPodAutoscalerSpec extends Omit<kubernetes.AutoscalingV2HorizontalPodAutoscalerSpec, 'behavior' | 'metrics'> {
  metrics?: MetricSpec[];
  behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules };
}

/** Rules of scaling in one direction. */
export type ScalingRules = kubernetes.HPAScalingRules;

/** Metric; its type names the field with its source. */
export type MetricSpec = kubernetes.MetricSpec;
/** Last value of a metric. */
export type MetricStatus = kubernetes.MetricStatus;
/** Target of a metric: a value, an average, or a percentage of requests. */
export type MetricTarget = kubernetes.MetricTarget;
