import type { PodStatus } from 'kubernetes-types/core/v1';
import { containerStatuses, initContainerStatuses } from './container-status.ts';
import type { PodView } from './decide.ts';
import { finalPhase, isTerminalPhase, phaseOf } from './phase.ts';
import { podConditions } from './pod-conditions.ts';
import { containerMemory, type PodMemory } from './pod-memory.ts';
import { timeText } from './text.ts';

/** The status of a pod by what its worker knows. Models `generateAPIPodStatus` of `pkg/kubelet/kubelet_pods.go`. */
export function podStatus({ pod, hostIP, now }: PodView, memory: PodMemory): PodStatus {
  const containers = containerStatuses(pod, memory);
  const init = initContainerStatuses(pod, memory);
  const phase = memory.closed ? closedPhase(pod, memory) : phaseOf(pod, memory);
  const { qosClass, nominatedNodeName } = pod.status ?? {};
  const { reason, message } = pod.status?.reason ? pod.status : (memory.ending ?? {});
  const generation = pod.metadata?.generation;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase,
    conditions: podConditions({ pod, memory, phase, init, containers, now }),
    ...(isTerminalPhase(phase) && reason !== undefined ? { reason } : {}),
    ...(isTerminalPhase(phase) && message !== undefined ? { message } : {}),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(memory.ip === undefined ? {} : { podIP: memory.ip, podIPs: [{ ip: memory.ip }] }),
    startTime: timeText(memory.startedAt),
    ...(init.length === 0 ? {} : { initContainerStatuses: init }),
    containerStatuses: containers,
    ...(qosClass === undefined ? {} : { qosClass }),
    ...(nominatedNodeName === undefined ? {} : { nominatedNodeName }),
  };
}

// A pod that was stopped ends in a terminal phase, whatever its restart policy.
function closedPhase(pod: PodView['pod'], memory: PodMemory): string {
  const phase = phaseOf(pod, memory);
  if (isTerminalPhase(phase)) return phase;
  return finalPhase((pod.spec?.containers ?? []).map(({ name }) => containerMemory(memory, name)));
}
