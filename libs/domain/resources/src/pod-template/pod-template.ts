import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from './pod-spec.ts';

/** A template for pods that is an object of its own: nothing makes pods of it, people and tools keep it. */
export interface PodTemplate extends Omit<kubernetes.PodTemplate, 'template'> {
  template?: PodTemplateSpec;
}
