import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** Pod template of a ReplicaSet, and its replicas. */
export interface ReplicaSetSpec extends Omit<kubernetes.ReplicaSetSpec, 'template'> {
  template?: PodTemplateSpec;
}

/** Counts and conditions of a ReplicaSet's pods. */
export type ReplicaSetStatus = kubernetes.ReplicaSetStatus;

/** ReplicaSet: a number of equal pods. */
export interface ReplicaSet extends Omit<kubernetes.ReplicaSet, 'spec' | 'status'> {
  spec?: ReplicaSetSpec;
  status?: ReplicaSetStatus;
}
