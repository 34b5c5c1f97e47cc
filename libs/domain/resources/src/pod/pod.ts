import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';
import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { PodSpec } from '../pod-template/pod-spec.ts';

/** A pod condition with the field that is newer than `kubernetes-types`. */
export interface PodCondition extends kubernetes.PodCondition {
  observedGeneration?: number;
}

/** A pod's status with the fields that are newer than `kubernetes-types`. */
export interface PodStatus extends Omit<kubernetes.PodStatus, 'conditions'> {
  conditions?: PodCondition[];
  observedGeneration?: number;
}

/** A Pod. Every `Pod` of `kubernetes-types` is one. */
export interface Pod {
  apiVersion?: 'v1';
  kind?: 'Pod';
  metadata?: Mutable<ObjectMeta>;
  spec?: PodSpec;
  status?: PodStatus;
}
