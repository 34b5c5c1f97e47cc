import type * as kubernetes from '@klockwork/kubernetes-types';

/** What scales a workload by what its pods use: autoscaling/v2, the form that is stored. */
export interface HorizontalPodAutoscaler extends Omit<kubernetes.AutoscalingV2HorizontalPodAutoscaler, 'spec' | 'status'> {
  spec?: HorizontalPodAutoscalerSpec;
  status?: kubernetes.AutoscalingV2HorizontalPodAutoscalerStatus;
}

/** Its spec. A behavior may be empty. */
export interface HorizontalPodAutoscalerSpec extends Omit<kubernetes.AutoscalingV2HorizontalPodAutoscalerSpec, 'behavior' | 'metrics'> {
  metrics?: MetricSpec[];
  behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules };
}

/** How fast may be scaled in one direction. */
export type ScalingRules = kubernetes.HPAScalingRules;

/** One metric to scale by: the field that is named after its type tells which. */
export type MetricSpec = kubernetes.MetricSpec;
/** What a metric was last. */
export type MetricStatus = kubernetes.MetricStatus;
/** What a metric is to be. */
export type MetricTarget = kubernetes.MetricTarget;
