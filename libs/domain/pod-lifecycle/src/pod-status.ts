import type { PodStatus } from '@klockwork/kubernetes-types';
import { containerStatuses, ephemeralContainerStatuses, initContainerStatuses } from './container-status.ts';
import { shownState } from './hooks/post-start.ts';
import { finalPhase, isTerminalPhase, phaseOf } from './phase.ts';
import { podConditions } from './pod-conditions.ts';
import { containerState, containersOf, type PodState } from './pod-state.ts';
import type { PodView } from './pod-view.ts';
import { isAlive } from './stopping/stop-turn.ts';
import { timeText } from './text.ts';

/** Returns the status of a pod from its worker's state. Models `generateAPIPodStatus` of `pkg/kubelet/kubelet_pods.go`. */
export function podStatus({ pod, hostIP, now }: PodView, actual: PodState): PodStatus {
  const state = shownState(actual);
  const containers = containerStatuses(pod, state);
  const init = initContainerStatuses(pod, state);
  const ephemeral = ephemeralContainerStatuses(pod, state);
  const reachedPhase = state.isClosed ? closedPhase(pod, state) : phaseOf(pod, state);
  const phase = isTerminalPhase(reachedPhase) && !isStill(pod, actual) ? (state.status?.phase ?? 'Pending') : reachedPhase;
  const { qosClass, nominatedNodeName } = pod.status ?? {};
  const { reason, message } = pod.status?.reason ? pod.status : (state.ending ?? {});
  const generation = pod.metadata?.generation;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase,
    conditions: podConditions({ pod, state, phase: reachedPhase, init, containers, now }),
    ...(isTerminalPhase(phase) && reason !== undefined ? { reason } : {}),
    ...(isTerminalPhase(phase) && message !== undefined ? { message } : {}),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(state.ip === undefined ? {} : { podIP: state.ip, podIPs: [{ ip: state.ip }] }),
    startTime: timeText(state.startedAt),
    ...(init.length === 0 ? {} : { initContainerStatuses: init }),
    containerStatuses: containers,
    ...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral }),
    ...(qosClass === undefined ? {} : { qosClass }),
    ...(nominatedNodeName === undefined ? {} : { nominatedNodeName }),
  };
}

/**
 * True if no part of the pod remains on the node. Upstream's status manager delays terminal phases until then, because observers may reuse
 * the pod's resources.
 */
function isStill(pod: PodView['pod'], state: PodState): boolean {
  const isGone = state.sandbox.type !== 'ready' && state.sandbox.type !== 'stopping' && state.sandbox.type !== 'starting';
  return isGone && containersOf(pod).every(({ name }) => !isAlive(state, name));
}

// A stopped pod ends in a terminal phase, whatever its restart policy.
function closedPhase(pod: PodView['pod'], state: PodState): string {
  const phase = phaseOf(pod, state);
  if (isTerminalPhase(phase)) return phase;
  return finalPhase((pod.spec?.containers ?? []).map(({ name }) => containerState(state, name)));
}
