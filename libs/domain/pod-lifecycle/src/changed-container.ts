import type { Container, Pod } from '@klockwork/kubernetes-types';
import { type ContainerState, withHistory } from './container-state.ts';
import { graceSeconds } from './grace-seconds.ts';
import { podEvents } from './pod-events.ts';
import { containerState, type PodState, withContainer } from './pod-state.ts';
import type { Draft, PodView } from './pod-view.ts';
import { isRestarted } from './restart-policy.ts';
import { isSidecar } from './sidecar.ts';
import { stopContainer } from './stopping/stop-container.ts';

/**
 * Returns the state of a container after a change of its image: failures and back-offs of the old image are dropped, and a running or
 * restarting attempt is marked as replaced. Returns `state` itself without a change. Models `containerChanged` and the back-off keys of
 * `pkg/kubelet/kuberuntime/kuberuntime_manager.go`.
 */
export function withWantedImage(state: PodState, pod: Pod, container: Container): PodState {
  const { name, image = '' } = container;
  const current = containerState(state, name);
  if (current.history.image === undefined || current.history.image === image) return state;
  const changedState = withHistory(current, { image, pullFailure: undefined, restartBackOff: undefined });
  return withContainer(state, name, afterImageChange(changedState, pod, container));
}

function afterImageChange(state: ContainerState, pod: Pod, container: Container): ContainerState {
  switch (state.type) {
    case 'running':
    case 'stopping':
      return { ...state, replaced: true };
    case 'waiting':
      return { type: 'waiting', history: state.history };
    case 'exited': {
      const { isPulled: _, retryAt: __, ...exited } = state;
      return isRestarted(pod, container, state.report) ? { ...exited, replaced: true } : exited;
    }
    default:
      return state;
  }
}

/** Stops the replaced attempt; its exit starts the next one. */
export function stopReplaced(view: PodView, container: Container): Draft {
  const event = podEvents.definitionChanged(container.name, isSidecar(container) ? 'Init container' : 'Container');
  return stopContainer(view, container, { graceMs: graceSeconds(view.pod) * 1_000, event, isItsTurn: true });
}
