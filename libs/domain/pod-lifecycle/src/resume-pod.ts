import type { LabTime } from '@klockwork/kernel';
import type { Container, ContainerStatus, Pod } from '@klockwork/kubernetes-types';
import { type BackOff, restartDelayMs } from './back-off.ts';
import type { ContainerReport, EarlierContainer } from './container-runtime.ts';
import type { ContainerHistory, ContainerState } from './container-state.ts';
import { graceSeconds } from './grace-seconds.ts';
import { isTerminalPhase } from './phase.ts';
import { containersOf, type PodState } from './pod-state.ts';
import { resumeProbes } from './probes/resume-probes.ts';
import { rememberContainer, rememberPod, reportOf } from './remember-pod.ts';
import { isSidecar } from './sidecar.ts';

/** Attempt that ran before this node's runtime, without the container's spec. */
export type EarlierAttempt = Omit<EarlierContainer, 'spec'> & { readonly container: Container; readonly attempt: number };

/** Sandbox of a resumed pod, with reports of the containers that ran. */
export interface ResumedSandbox {
  readonly id: string;
  readonly ip: string;
  readonly reports: readonly ContainerReport[];
}

/** Returns whether a pod has a sandbox and an own address. */
export function canResume({ spec, status }: Pod): boolean {
  return status?.podIP !== undefined && spec?.hostNetwork !== true && !isTerminalPhase(status.phase);
}

/** Returns the attempts to repeat: running ones, after init containers that filled a volume. */
export function earlierAttempts(pod: Pod): readonly EarlierAttempt[] {
  return containersOf(pod).flatMap((container) => {
    const status = statusesOf(pod).find(({ name }) => name === container.name);
    const attempt = status && earlierAttempt(pod, container, status);
    return attempt === undefined ? [] : [{ ...attempt, container, attempt: status?.restartCount ?? 0 }];
  });
}

/**
 * Returns the state of a pod in a copy of its cluster: containers, probe results and back-offs continue as its status shows them. Missing
 * in a status are failed pulls, which repeat at once, and preStop hooks, which run again.
 */
export function resumePod(pod: Pod, { id, ip, reports }: ResumedSandbox, now: LabTime): PodState {
  const { jitter: _, ...state } = rememberPod(pod, now);
  const containers = { ...state.containers };
  for (const status of statusesOf(pod)) {
    const container = containersOf(pod).find(({ name }) => name === status.name);
    const report = reports.find(({ name }) => name === status.name);
    if (container !== undefined) containers[status.name] = resumeContainer(pod, container, { status, report, now });
  }
  return { ...state, seenAt: state.startedAt, sandbox: { type: 'ready', id, ip }, containers };
}

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status ?? {};
  return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
}

function earlierAttempt(
  pod: Pod,
  container: Container,
  { state, containerID }: ContainerStatus,
): Omit<EarlierContainer, 'spec'> | undefined {
  const { running, terminated } = state ?? {};
  if (running?.startedAt !== undefined) {
    const stop = sentStop(pod, container);
    return { id: idOf(containerID), startedAt: Date.parse(running.startedAt), ...(stop && { stop }) };
  }
  if (terminated?.exitCode !== 0 || terminated.startedAt === undefined || !fillsVolume(pod, container)) return undefined;
  return { id: idOf(terminated.containerID), startedAt: Date.parse(terminated.startedAt), hasSucceeded: true };
}

/** Volumes of other kinds have sources outside the pod. */
function fillsVolume({ spec }: Pod, { name, volumeMounts = [] }: Container): boolean {
  const isInit = spec?.initContainers?.some((container) => container.name === name) ?? false;
  const sharedNames = (spec?.volumes ?? []).filter(({ emptyDir }) => emptyDir !== undefined).map((volume) => volume.name);
  return isInit && volumeMounts.some((mount) => mount.readOnly !== true && sharedNames.includes(mount.name));
}

/** Returns the stop of a container in a deleted pod. Hooks and sidecars delay a stop, which then begins again. */
function sentStop(pod: Pod, container: Container): { at: LabTime; graceMs: number } | undefined {
  const { deletionTimestamp } = pod.metadata ?? {};
  const graceMs = graceSeconds(pod) * 1_000;
  if (deletionTimestamp === undefined || graceMs === 0 || container.lifecycle?.preStop !== undefined || isSidecar(container))
    return undefined;
  return { at: Date.parse(deletionTimestamp) - graceMs, graceMs };
}

/** Status of a container with the report of its runtime. */
interface ContainerPast {
  readonly status: ContainerStatus;
  readonly report: ContainerReport | undefined;
  readonly now: LabTime;
}

function resumeContainer(pod: Pod, container: Container, { status, report, now }: ContainerPast): ContainerState {
  if (status.state?.running === undefined || report === undefined) return resumeWaiting(container, status, now);
  const shownReport = { ...report, image: status.image, imageId: status.imageID };
  const history = historyOf(container, { status, report, now });
  if (report.state === 'exited') return { type: 'exited', history, report: shownReport };
  const attempt = { history, report: shownReport, ...(status.resources && { resources: status.resources }) };
  const stop = sentStop(pod, container);
  if (stop === undefined) return { type: 'running', ...attempt };
  return { type: 'stopping', ...attempt, stop: { requestedAt: stop.at, graceMs: stop.graceMs, isSent: true } };
}

function resumeWaiting(container: Container, status: ContainerStatus, now: LabTime): ContainerState {
  const state = rememberContainer(status, now);
  const { reason, message } = status.state?.waiting ?? {};
  const restartBackOff = backOffOf(status, status.lastState?.terminated?.startedAt);
  const history: ContainerHistory = {
    ...state.history,
    ...(container.image !== undefined && { image: container.image }),
    ...(restartBackOff && { restartBackOff }),
    ...(reason !== undefined && message !== undefined && { waiting: { reason, message }, waitingReportedAt: now }),
  };
  return { ...state, history };
}

function historyOf(container: Container, { status, report, now }: ContainerPast): ContainerHistory {
  const former = status.lastState?.terminated;
  const restartBackOff = backOffOf(status, status.state?.running?.startedAt);
  return {
    nextAttempt: status.restartCount + 1,
    ...(former && { previous: reportOf(status, former, status.restartCount - 1) }),
    ...(container.image !== undefined && { image: container.image }),
    ...(restartBackOff && { restartBackOff }),
    ...(report && { probes: resumeProbes(container, { status, report, now }) }),
  };
}

/** Returns the back-off after the newest restart, at `startedAt`. */
function backOffOf({ restartCount }: ContainerStatus, startedAt: string | undefined): BackOff | undefined {
  if (restartCount === 0 || startedAt === undefined) return undefined;
  return { delayMs: restartDelayMs(restartCount), updatedAt: Date.parse(startedAt) };
}

function idOf(containerId: string | undefined): string {
  return (containerId ?? '').replace(/^containerd:\/\//, '');
}
