import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** Spec of a StatefulSet: pods with stable names and claims. `serviceName` is optional since 1.33. */
export interface StatefulSetSpec extends Omit<kubernetes.StatefulSetSpec, 'template' | 'serviceName'> {
  template: PodTemplateSpec;
  serviceName?: string;
}

/** Replica counts by revision. */
export type StatefulSetStatus = kubernetes.StatefulSetStatus;

/** StatefulSet: pods with stable names and claims. */
export interface StatefulSet extends Omit<kubernetes.StatefulSet, 'spec' | 'status'> {
  spec?: StatefulSetSpec;
  status?: StatefulSetStatus;
}
