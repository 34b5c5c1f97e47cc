import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What a StatefulSet runs: pods with names and claims that stay. `serviceName` may be left out since 1.33. */
export interface StatefulSetSpec extends Omit<kubernetes.StatefulSetSpec, 'template' | 'serviceName'> {
  template: PodTemplateSpec;
  serviceName?: string;
}

/** How many pods there are, and of which revisions. */
export type StatefulSetStatus = kubernetes.StatefulSetStatus;

/** A StatefulSet. Every `StatefulSet` of `kubernetes-types` is one. */
export interface StatefulSet extends Omit<kubernetes.StatefulSet, 'spec' | 'status'> {
  spec?: StatefulSetSpec;
  status?: StatefulSetStatus;
}
