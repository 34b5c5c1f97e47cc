import type { Mutable } from '@klockwork/kernel';
import type * as autoscaling from 'kubernetes-types/autoscaling/v2';

/** What scales a workload by what its pods use: autoscaling/v2, the form that is stored. */
export interface HorizontalPodAutoscaler extends Omit<Mutable<autoscaling.HorizontalPodAutoscaler>, 'spec' | 'status'> {
  spec?: HorizontalPodAutoscalerSpec;
  status?: Mutable<autoscaling.HorizontalPodAutoscalerStatus>;
}

/** Its spec, with what is newer than `kubernetes-types`. */
export interface HorizontalPodAutoscalerSpec extends Omit<Mutable<autoscaling.HorizontalPodAutoscalerSpec>, 'behavior' | 'metrics'> {
  metrics?: MetricSpec[];
  behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules };
}

/** How fast may be scaled in one direction. */
export interface ScalingRules extends Mutable<autoscaling.HPAScalingRules> {
  tolerance?: string;
}

/** One metric to scale by: the field that is named after its type tells which. */
export type MetricSpec = Mutable<autoscaling.MetricSpec>;
/** What a metric was last. */
export type MetricStatus = autoscaling.MetricStatus;
/** What a metric is to be. */
export type MetricTarget = autoscaling.MetricTarget;
