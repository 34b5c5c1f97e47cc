import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What a ReplicaSet is to keep. */
export interface ReplicaSetSpec extends Omit<Mutable<kubernetes.ReplicaSetSpec>, 'template'> {
  template?: PodTemplateSpec;
}

/** Counts and conditions of a ReplicaSet's pods. */
export type ReplicaSetStatus = Mutable<kubernetes.ReplicaSetStatus>;

/** A ReplicaSet. Every `ReplicaSet` of `kubernetes-types` is one. */
export interface ReplicaSet extends Omit<Mutable<kubernetes.ReplicaSet>, 'spec' | 'status'> {
  spec?: ReplicaSetSpec;
  status?: ReplicaSetStatus;
}
