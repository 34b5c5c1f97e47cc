import type { Container } from '@klockwork/kubernetes-types';
import { graceSeconds } from './grace-seconds.ts';
import { podEvents } from './pod-events.ts';
import { withContainer } from './pod-memory.ts';
import type { Draft, PodView } from './pod-view.ts';
import { probeOf } from './probes/probe-kind.ts';
import { isSidecar } from './restart-policy.ts';
import { stopContainer } from './stopping/stop-container.ts';

/**
 * Stops a container after a failed probe; its exit starts the next attempt, unless it never restarts. Models the probe results in
 * `computePodActions` of `pkg/kubelet/kuberuntime/kuberuntime_manager.go`.
 */
export function stopUnhealthy(view: PodView, container: Container, failed: 'liveness' | 'startup'): Draft {
  const { pod } = view;
  const { name } = container;
  const graceMs = graceSeconds(pod, probeOf(container, failed)) * 1_000;
  const policy = container.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always';
  const restarts = policy !== 'Never';
  // Upstream omits the restart notice for a sidecar, which always restarts.
  const event = isSidecar(container)
    ? podEvents.probeFailed(name, failed, 'Init container', false)
    : podEvents.probeFailed(name, failed, 'Container', restarts);
  const memory = restarts ? withContainer(view.memory, name, { unhealthy: true }) : view.memory;
  return stopContainer({ ...view, memory }, container, { graceMs, event, isItsTurn: true });
}
