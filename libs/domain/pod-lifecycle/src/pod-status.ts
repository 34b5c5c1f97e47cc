import type { PodStatus } from '@klockwork/kubernetes-types';
import { containerStatuses, ephemeralContainerStatuses, initContainerStatuses } from './container-status.ts';
import { shownMemory } from './hooks/post-start.ts';
import { finalPhase, isTerminalPhase, phaseOf } from './phase.ts';
import { podConditions } from './pod-conditions.ts';
import { containerMemory, containersOf, type PodMemory } from './pod-memory.ts';
import type { PodView } from './pod-view.ts';
import { isAlive } from './stopping/stop-turn.ts';
import { timeText } from './text.ts';

/** Returns the status of a pod from its worker's state. Models `generateAPIPodStatus` of `pkg/kubelet/kubelet_pods.go`. */
export function podStatus({ pod, hostIP, now }: PodView, known: PodMemory): PodStatus {
  const memory = shownMemory(known);
  const containers = containerStatuses(pod, memory);
  const init = initContainerStatuses(pod, memory);
  const ephemeral = ephemeralContainerStatuses(pod, memory);
  const reached = memory.closed ? closedPhase(pod, memory) : phaseOf(pod, memory);
  const phase = isTerminalPhase(reached) && !isStill(pod, known) ? (memory.status?.phase ?? 'Pending') : reached;
  const { qosClass, nominatedNodeName } = pod.status ?? {};
  const { reason, message } = pod.status?.reason ? pod.status : (memory.ending ?? {});
  const generation = pod.metadata?.generation;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase,
    conditions: podConditions({ pod, memory, phase: reached, init, containers, now }),
    ...(isTerminalPhase(phase) && reason !== undefined ? { reason } : {}),
    ...(isTerminalPhase(phase) && message !== undefined ? { message } : {}),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(memory.ip === undefined ? {} : { podIP: memory.ip, podIPs: [{ ip: memory.ip }] }),
    startTime: timeText(memory.startedAt),
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
function isStill(pod: PodView['pod'], memory: PodMemory): boolean {
  const isGone = memory.sandbox.state !== 'ready' && memory.sandbox.state !== 'stopping' && memory.sandbox.state !== 'starting';
  return isGone && containersOf(pod).every(({ name }) => !isAlive(memory, name));
}

// A stopped pod ends in a terminal phase, whatever its restart policy.
function closedPhase(pod: PodView['pod'], memory: PodMemory): string {
  const phase = phaseOf(pod, memory);
  if (isTerminalPhase(phase)) return phase;
  return finalPhase((pod.spec?.containers ?? []).map(({ name }) => containerMemory(memory, name)));
}
