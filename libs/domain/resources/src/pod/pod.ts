import type { Mutable } from '@klockwork/kernel';
import type * as core from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { PodSpec } from '../pod-template/pod-spec.ts';

/** A pod condition with the field that is newer than `kubernetes-types`. */
export interface PodCondition extends core.PodCondition {
  observedGeneration?: number;
}

/** A pod's status with the fields that are newer than `kubernetes-types`. */
export interface PodStatus extends Omit<core.PodStatus, 'conditions'> {
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
