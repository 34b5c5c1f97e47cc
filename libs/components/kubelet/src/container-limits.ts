import { asMilli, asNumber } from '@klockwork/api-machinery';
import type { ResourceLimits } from '@klockwork/pod-lifecycle';
import type { Container } from 'kubernetes-types/core/v1';

/** What a container may use at most. Models `generateLinuxContainerResources` of pkg/kubelet/kuberuntime. */
export function containerLimits({ resources }: Container): ResourceLimits {
  const { cpu, memory } = resources?.limits ?? {};
  return { ...(cpu !== undefined && { cpuMilli: asMilli(cpu) }), ...(memory !== undefined && { memoryBytes: asNumber(memory) }) };
}
