import type { Pod } from '@klockwork/kubernetes-types';
import type { Fact, PodAction } from '@klockwork/pod-lifecycle';
import { type ContainerRuntime, RuntimeError } from '@klockwork/pod-lifecycle';
import { containerLimits } from './container-limits.ts';

type Resize = PodAction & { type: 'resize-container' };

/**
 * Applies new resources to a running container. A memory limit below present usage is rejected, because it would kill the container. Models
 * `doPodResizeAction` and `validateMemoryResizeAction` of `pkg/kubelet/kuberuntime/kuberuntime_manager.go`.
 */
export function resizeContainer(runtime: ContainerRuntime, pod: Pod, { container, id, resources }: Resize): Fact {
  const limits = containerLimits({ name: container, resources });
  const used = runtime.stats().find((stats) => stats.id === id)?.memory.workingSetBytes ?? 0;
  if (limits.memoryBytes !== undefined && used > limits.memoryBytes) {
    const message = `cannot decrease memory limits: ${tooLow(runtime, pod, { container, limit: limits.memoryBytes, used })}`;
    return { type: 'resize-failed', pod, container, message };
  }
  try {
    runtime.updateContainer(id, limits);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return { type: 'resize-failed', pod, container, message: error.message };
  }
  return { type: 'container-resized', pod, container, resources };
}

/** A pod has a limit if all its containers have limits. */
function tooLow(
  runtime: ContainerRuntime,
  pod: Pod,
  { container, limit, used }: { container: string; limit: number; used: number },
): string {
  const ofContainer = `attempting to set container "${container}" memory limit (${limit}) below current usage (${used})`;
  const limits = (pod.spec?.containers ?? []).map((one) => containerLimits(one).memoryBytes);
  const total = limits.reduce<number | undefined>((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
  const usedByPod = runtime
    .stats()
    .filter(({ podUid }) => podUid === pod.metadata?.uid)
    .reduce((sum, { memory }) => sum + memory.workingSetBytes, 0);
  if (total === undefined || usedByPod <= total) return ofContainer;
  return `[attempting to set pod memory limit (${total}) below current usage (${usedByPod}), ${ofContainer}]`;
}
