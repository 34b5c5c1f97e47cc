import type { LabTime } from '@klockwork/kernel';
import type { ContainerStateTerminated, ContainerStatus, Pod } from '@klockwork/kubernetes-types';
import type { ContainerReport } from './container-runtime.ts';
import { type ContainerState, NEW_CONTAINER } from './container-state.ts';
import type { PodState, StartJitter } from './pod-state.ts';
import { rememberAllocation } from './resize/allocation.ts';

/**
 * Returns the initial state for `pod`. A pod with an earlier status ran here before a power loss: its containers then have exit code 255
 * and reason Unknown, as runtimes report after a reboot. `message`: message of these ends.
 */
export function rememberPod(pod: Pod, now: LabTime, jitter?: StartJitter, message?: string): PodState {
  const containers: Record<string, ContainerState> = {};
  const remember = (status: ContainerStatus) => rememberContainer(status, now, message);
  for (const status of pod.status?.containerStatuses ?? []) containers[status.name] = remember(status);
  for (const status of pod.status?.initContainerStatuses ?? []) containers[status.name] = rerun(remember(status), pod);
  for (const status of pod.status?.ephemeralContainerStatuses ?? []) containers[status.name] = remember(status);
  const startTime = pod.status?.startTime;
  return {
    startedAt: startTime === undefined ? now : Date.parse(startTime),
    seenAt: now,
    ...(jitter === undefined ? {} : { jitter }),
    sandbox: { type: 'none' },
    containers,
    allocation: rememberAllocation(pod),
    ...(pod.status?.podIP === undefined ? {} : { ip: pod.status.podIP }),
    ...(pod.status === undefined ? {} : { status: pod.status }),
  };
}

/** Returns the state of a container after a reboot. `message`: message of its end. */
export function rememberContainer(status: ContainerStatus, now: LabTime, message?: string): ContainerState {
  const former = status.lastState?.terminated;
  const newest = stateAfterReboot(status, now, message);
  const nextAttempt = status.restartCount + 1;
  if (newest !== undefined) {
    const previous = former && { previous: reportOf(status, former, status.restartCount - 1) };
    return { type: 'exited', history: { nextAttempt, ...previous }, report: reportOf(status, newest, status.restartCount) };
  }
  if (former === undefined) return NEW_CONTAINER;
  // A container waiting for its restart has its newest attempt in the last state.
  return { type: 'exited', history: { nextAttempt }, report: reportOf(status, former, status.restartCount) };
}

/** Returns the end of the attempt in `state`; undefined without an attempt. */
function stateAfterReboot({ state }: ContainerStatus, now: LabTime, message?: string): ContainerStateTerminated | undefined {
  if (state?.running === undefined) return state?.terminated;
  const { startedAt } = state.running;
  return { exitCode: 255, reason: 'Unknown', ...(message && { message }), startedAt, finishedAt: new Date(now).toISOString() };
}

// A new sandbox repeats init containers, unless the pod never restarts.
function rerun(state: ContainerState, pod: Pod): ContainerState {
  if (state.type !== 'exited' || pod.spec?.restartPolicy === 'Never') return state;
  return { type: 'waiting', history: { ...state.history, previous: state.report } };
}

/** Returns the report of an ended attempt in a status. */
export function reportOf(status: ContainerStatus, terminatedState: ContainerStateTerminated, attempt: number): ContainerReport {
  const finishedAt = Date.parse(terminatedState.finishedAt ?? '1970-01-01T00:00:00Z');
  return {
    id: (terminatedState.containerID ?? status.containerID ?? '').replace(/^containerd:\/\//, ''),
    sandboxId: '',
    name: status.name,
    attempt,
    image: status.image,
    imageId: status.imageID,
    state: 'exited',
    createdAt: finishedAt,
    ...(terminatedState.startedAt === undefined ? {} : { startedAt: Date.parse(terminatedState.startedAt) }),
    finishedAt,
    exitCode: terminatedState.exitCode,
    ...(terminatedState.reason === undefined ? {} : { reason: terminatedState.reason }),
    ...(terminatedState.message === undefined ? {} : { message: terminatedState.message }),
  };
}
