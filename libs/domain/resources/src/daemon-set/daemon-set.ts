import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** Pod template of a DaemonSet, and its update strategy. */
export interface DaemonSetSpec extends Omit<kubernetes.DaemonSetSpec, 'template'> {
  template: PodTemplateSpec;
}

/** Desired and present number of nodes. */
export type DaemonSetStatus = kubernetes.DaemonSetStatus;

/** DaemonSet: a pod on each matching node. */
export interface DaemonSet extends Omit<kubernetes.DaemonSet, 'spec' | 'status'> {
  spec?: DaemonSetSpec;
  status?: DaemonSetStatus;
}

/** Annotation with the template generation; pods have the label `pod-template-generation`. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
