import type { Container } from '@klockwork/kubernetes-types';
import type { RunningState, StoppingState } from './container-state.ts';
import { graceSeconds } from './grace-seconds.ts';
import { podEvents } from './pod-events.ts';
import { withContainer } from './pod-state.ts';
import type { Draft, PodView } from './pod-view.ts';
import { type FatalProbe, probeOf } from './probes/probe-kind.ts';
import { isSidecar } from './sidecar.ts';
import { stopContainer } from './stopping/stop-container.ts';

/**
 * Stops a container after a failed probe; its exit starts the next attempt, unless it never restarts. Models the probe results in
 * `computePodActions` of `pkg/kubelet/kuberuntime/kuberuntime_manager.go`.
 */
export function stopUnhealthy(view: PodView, container: Container, current: RunningState | StoppingState, failedProbe: FatalProbe): Draft {
  const { pod } = view;
  const { name } = container;
  const graceMs = graceSeconds(pod, probeOf(container, failedProbe)) * 1_000;
  const policy = container.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always';
  const restarts = policy !== 'Never';
  // Upstream omits the restart notice for a sidecar, which always restarts.
  const event = isSidecar(container)
    ? podEvents.probeFailed(name, failedProbe, 'Init container', false)
    : podEvents.probeFailed(name, failedProbe, 'Container', restarts);
  const state = restarts ? withContainer(view.state, name, { ...current, unhealthy: true }) : view.state;
  return stopContainer({ ...view, state }, container, { graceMs, event, isItsTurn: true });
}
