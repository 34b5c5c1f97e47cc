import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from './pod-spec.ts';

/** PodTemplate: standalone template for users and tools; no controller creates pods from it. */
export interface PodTemplate extends Omit<kubernetes.PodTemplate, 'template'> {
  template?: PodTemplateSpec;
}
