import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What a ReplicaSet is to keep. */
export interface ReplicaSetSpec extends Omit<kubernetes.ReplicaSetSpec, 'template'> {
  template?: PodTemplateSpec;
}

/** Counts and conditions of a ReplicaSet's pods. */
export type ReplicaSetStatus = kubernetes.ReplicaSetStatus;

/** A ReplicaSet. Every `ReplicaSet` of `kubernetes-types` is one. */
export interface ReplicaSet extends Omit<kubernetes.ReplicaSet, 'spec' | 'status'> {
  spec?: ReplicaSetSpec;
  status?: ReplicaSetStatus;
}
