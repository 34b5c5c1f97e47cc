import type { Container } from 'kubernetes-types/core/v1';
import type { Draft, PodView } from './decide.ts';
import { graceSeconds } from './grace-seconds.ts';
import { podEvents } from './pod-events.ts';
import { withContainer } from './pod-memory.ts';
import { probeOf } from './probes/probe-kind.ts';
import { isSidecar } from './restart-policy.ts';
import { stopContainer } from './stopping/stop-container.ts';

/**
 * Stops a container that a probe condemned; its exit starts the next attempt unless it is never restarted.
 * Models the part of `computePodActions` in `pkg/kubelet/kuberuntime/kuberuntime_manager.go` that looks at the probes' results.
 */
export function stopUnhealthy(view: PodView, container: Container, failed: 'liveness' | 'startup'): Draft {
  const { pod } = view;
  const { name } = container;
  const graceMs = graceSeconds(pod, probeOf(container, failed)) * 1_000;
  const policy = container.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always';
  const restarts = policy !== 'Never';
  // Upstream does not say of a sidecar what everybody knows: that it is restarted.
  const event = isSidecar(container)
    ? podEvents.probeFailed(name, failed, 'Init container', false)
    : podEvents.probeFailed(name, failed, 'Container', restarts);
  const memory = restarts ? withContainer(view.memory, name, { unhealthy: true }) : view.memory;
  return stopContainer({ ...view, memory }, container, { graceMs, event, isItsTurn: true });
}
