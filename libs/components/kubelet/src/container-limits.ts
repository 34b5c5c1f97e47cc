import { asMilli, asNumber } from '@klockwork/api-machinery';
import type { Container } from '@klockwork/kubernetes-types';
import type { ResourceLimits } from '@klockwork/pod-lifecycle';

/**
 * Returns the limits of a container, and its CPU request as weight. Models `generateLinuxContainerResources` of pkg/kubelet/kuberuntime.
 */
export function containerLimits({ resources }: Container): ResourceLimits {
  const { cpu, memory } = resources?.limits ?? {};
  const request = resources?.requests?.cpu ?? cpu;
  return {
    ...(request !== undefined && { cpuRequestMilli: asMilli(request) }),
    ...(cpu !== undefined && { cpuMilli: asMilli(cpu) }),
    ...(memory !== undefined && { memoryBytes: asNumber(memory) }),
  };
}
