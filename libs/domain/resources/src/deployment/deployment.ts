import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What a Deployment is to run, and how it goes from one template to the next. */
export interface DeploymentSpec extends Omit<kubernetes.DeploymentSpec, 'template'> {
  template: PodTemplateSpec;
}

/** Counts and conditions of a Deployment's pods. */
export type DeploymentStatus = kubernetes.DeploymentStatus;

/** How a Deployment replaces its pods. */
export type DeploymentStrategy = NonNullable<DeploymentSpec['strategy']>;

/** A Deployment. Every `Deployment` of `kubernetes-types` is one. */
export interface Deployment extends Omit<kubernetes.Deployment, 'spec' | 'status'> {
  spec?: DeploymentSpec;
  status?: DeploymentStatus;
}
