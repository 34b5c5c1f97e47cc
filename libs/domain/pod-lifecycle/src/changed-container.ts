import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { Draft, PodView } from './decide.ts';
import { graceSeconds } from './grace-seconds.ts';
import { podEvents } from './pod-events.ts';
import { type ContainerMemory, containerMemory, type PodMemory, withContainer } from './pod-memory.ts';
import { isRestarted, isSidecar } from './restart-policy.ts';
import { stopContainer } from './stopping/stop-container.ts';

/**
 * What is known of a container once it asks for another image than before: failures and back-offs were the old image's,
 * and the attempt that runs, or that was to be restarted, is replaced. The same memory when nothing changed.
 * Models `containerChanged` and the keys of the back-offs of `pkg/kubelet/kuberuntime/kuberuntime_manager.go`.
 */
export function withWantedImage(memory: PodMemory, pod: Pod, container: Container): PodMemory {
  const known = containerMemory(memory, container.name);
  const image = container.image ?? '';
  if (known.image === undefined || known.image === image) return memory;
  return withContainer(memory, container.name, {
    image,
    imageReady: undefined,
    pullFailure: undefined,
    pullBackOff: undefined,
    restartBackOff: undefined,
    retryAt: undefined,
    ...(isReplaced(pod, container, known) ? { replaced: true } : {}),
  });
}

function isReplaced(pod: Pod, container: Container, { current }: ContainerMemory): boolean {
  return current !== undefined && (current.state === 'running' || isRestarted(pod, container, current));
}

/** Stops the attempt that is replaced; its exit starts the next. */
export function stopReplaced(view: PodView, container: Container): Draft {
  const event = podEvents.definitionChanged(container.name, isSidecar(container) ? 'Init container' : 'Container');
  return stopContainer(view, container, { graceMs: graceSeconds(view.pod) * 1_000, event, isItsTurn: true });
}
