import type { Mutable } from '@klockwork/kernel';
import type * as apps from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What a ReplicaSet is to keep. */
export interface ReplicaSetSpec extends Omit<Mutable<apps.ReplicaSetSpec>, 'template'> {
  template?: PodTemplateSpec;
}

/** What a ReplicaSet has, with the field that is newer than `kubernetes-types`. */
export interface ReplicaSetStatus extends Mutable<apps.ReplicaSetStatus> {
  terminatingReplicas?: number;
}

/** A ReplicaSet. Every `ReplicaSet` of `kubernetes-types` is one. */
export interface ReplicaSet extends Omit<Mutable<apps.ReplicaSet>, 'spec' | 'status'> {
  spec?: ReplicaSetSpec;
  status?: ReplicaSetStatus;
}
