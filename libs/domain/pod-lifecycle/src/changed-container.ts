import type { Container, Pod } from '@klockwork/kubernetes-types';
import { graceSeconds } from './grace-seconds.ts';
import { podEvents } from './pod-events.ts';
import { type ContainerMemory, containerMemory, type PodMemory, withContainer } from './pod-memory.ts';
import type { Draft, PodView } from './pod-view.ts';
import { isRestarted, isSidecar } from './restart-policy.ts';
import { stopContainer } from './stopping/stop-container.ts';

/**
 * Returns the state of a container after a change of its image: failures and back-offs of the old image are dropped, and a running or
 * restarting attempt is marked as replaced. Returns `memory` itself without a change. Models `containerChanged` and the back-off keys of
 * `pkg/kubelet/kuberuntime/kuberuntime_manager.go`.
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

/** Stops the replaced attempt; its exit starts the next one. */
export function stopReplaced(view: PodView, container: Container): Draft {
  const event = podEvents.definitionChanged(container.name, isSidecar(container) ? 'Init container' : 'Container');
  return stopContainer(view, container, { graceMs: graceSeconds(view.pod) * 1_000, event, isItsTurn: true });
}
