import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** Pod template of a Deployment, and its rollout. */
export interface DeploymentSpec extends Omit<kubernetes.DeploymentSpec, 'template'> {
  template: PodTemplateSpec;
}

/** Counts and conditions of a Deployment's pods. */
export type DeploymentStatus = kubernetes.DeploymentStatus;

/** Replacement strategy for pods. */
export type DeploymentStrategy = NonNullable<DeploymentSpec['strategy']>;

/** Deployment: pods with rolling updates. */
export interface Deployment extends Omit<kubernetes.Deployment, 'spec' | 'status'> {
  spec?: DeploymentSpec;
  status?: DeploymentStatus;
}
