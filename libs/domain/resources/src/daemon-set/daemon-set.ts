import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What a DaemonSet runs on each node, and how it goes from one template to the next. */
export interface DaemonSetSpec extends Omit<kubernetes.DaemonSetSpec, 'template'> {
  template: PodTemplateSpec;
}

/** On how many nodes it runs, and should. */
export type DaemonSetStatus = kubernetes.DaemonSetStatus;

/** A DaemonSet. Every `DaemonSet` of `kubernetes-types` is one. */
export interface DaemonSet extends Omit<kubernetes.DaemonSet, 'spec' | 'status'> {
  spec?: DaemonSetSpec;
  status?: DaemonSetStatus;
}

/** Counts the templates a DaemonSet has had; `pod-template-generation` says it of a pod. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
