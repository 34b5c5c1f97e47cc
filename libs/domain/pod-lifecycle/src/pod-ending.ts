import type { PodCondition } from 'kubernetes-types/core/v1';
import type { PodMemory } from './pod-memory.ts';

/**
 * What its node makes of a pod that may not go on there: an eviction, a node that shuts down, a deadline. The pod has failed from this
 * moment on: its containers are stopped, and then its status says so. Models the `PodStatusFunc` and grace period override of `pkg/kubelet/pod_workers.go`.
 */
export interface PodEnding {
  /** `status.reason`: what kubectl shows as STATUS. */
  readonly reason: string;
  readonly message: string;
  /** The grace period of its containers, unless the pod's own is shorter. */
  readonly graceSeconds?: number;
  /** What is said about the disruption, if anything. */
  readonly condition?: Pick<PodCondition, 'type' | 'reason' | 'message'> & { readonly status: 'True' };
}

/** `memory` of a pod that its node put an end to. The first ending stays: it is what the pod's status says. */
export function withEnding(memory: PodMemory, ending: PodEnding): PodMemory {
  return memory.ending === undefined ? { ...memory, ending } : memory;
}
