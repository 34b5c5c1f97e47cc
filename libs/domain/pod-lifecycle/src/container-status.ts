import type { ContainerState as ApiContainerState, Container, ContainerStatus, Pod, VolumeMount } from '@klockwork/kubernetes-types';
import type { ContainerReport } from './container-runtime.ts';
import { type ContainerState, newestReport, previousReport, resourcesOf, runningReport } from './container-state.ts';
import { isFinished } from './phase.ts';
import { containerState, ephemeralContainersOf, type PodState } from './pod-state.ts';
import { isReady, isStarted } from './probes/health.ts';
import { isSidecar } from './sidecar.ts';
import { timeText } from './text.ts';

const EPOCH = '1970-01-01T00:00:00Z';

/** Returns statuses of app containers, by name. Models `convertToAPIContainerStatuses` of `pkg/kubelet/kubelet_pods.go`. */
export function containerStatuses(pod: Pod, state: PodState): ContainerStatus[] {
  const waiting = defaultWaiting(pod);
  const statuses = (pod.spec?.containers ?? []).map((container) => {
    const current = containerState(state, container.name);
    return { ...baseStatus(pod, container, current, waiting), ready: isReady(container, current) };
  });
  return statuses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns statuses of init containers, in execution order. */
export function initContainerStatuses(pod: Pod, state: PodState): ContainerStatus[] {
  return (pod.spec?.initContainers ?? []).map((container) => {
    const current = containerState(state, container.name);
    const report = newestReport(current);
    const ready = isSidecar(container) ? isReady(container, current) : report?.state === 'exited' && report.exitCode === 0;
    return { ...baseStatus(pod, container, current, 'PodInitializing'), ready };
  });
}

/** Returns statuses of ephemeral containers (`kubectl debug`), by name. Pods do not wait for those, so they are never ready. */
export function ephemeralContainerStatuses(pod: Pod, state: PodState): ContainerStatus[] {
  const waiting = defaultWaiting(pod);
  const statuses = ephemeralContainersOf(pod).map((container) => {
    const { started: _, ...status } = baseStatus(pod, container, containerState(state, container.name), waiting);
    return status;
  });
  return statuses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function defaultWaiting(pod: Pod): string {
  return (pod.spec?.initContainers ?? []).length > 0 ? 'PodInitializing' : 'ContainerCreating';
}

function baseStatus(pod: Pod, container: Container, current: ContainerState, defaultReason: string): ContainerStatus {
  const newest = newestReport(current);
  const previous = previousReport(current);
  const state = stateOf(current, defaultReason, isPastRestarting(pod, container, current));
  const last = newest !== undefined && state.waiting !== undefined ? newest : previous;
  return {
    name: container.name,
    state,
    lastState: last === undefined ? {} : { terminated: terminatedState(last) },
    ready: false,
    restartCount: newest?.attempt ?? previous?.attempt ?? 0,
    image: newest?.image ?? container.image ?? '',
    imageID: newest?.imageId ?? '',
    ...(newest === undefined ? {} : { containerID: `containerd://${newest.id}` }),
    started: isStarted(container, current),
    ...allocation(container, current),
    ...identity(newest),
  };
}

/** A permanently ended container shows its exit, not a waiting reason. */
function isPastRestarting(pod: Pod, container: Container, state: ContainerState): boolean {
  if (newestReport(state)?.state !== 'exited') return false;
  return pod.metadata?.deletionTimestamp !== undefined || isFinished(pod, container, state);
}

function stateOf(current: ContainerState, defaultReason: string, isPast: boolean): ApiContainerState {
  const running = runningReport(current);
  if (running !== undefined) return { running: { startedAt: timeText(running.startedAt ?? running.createdAt) } };
  const { waiting } = current.history;
  if (waiting !== undefined && !isPast) return { waiting: { ...waiting } };
  const newest = newestReport(current);
  return newest === undefined ? { waiting: { reason: defaultReason } } : { terminated: terminatedState(newest) };
}

function terminatedState(report: ContainerReport): ApiContainerState['terminated'] & object {
  const exitCode = report.exitCode ?? 0;
  return {
    exitCode,
    ...(report.signal === undefined ? {} : { signal: report.signal }),
    reason: report.reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    ...(report.message === undefined ? {} : { message: report.message }),
    startedAt: report.startedAt === undefined ? EPOCH : timeText(report.startedAt),
    finishedAt: report.finishedAt === undefined ? EPOCH : timeText(report.finishedAt),
    containerID: `containerd://${report.id}`,
  };
}

/** Returns the user that the runtime reports. */
function identity(report: ContainerReport | undefined): Pick<ContainerStatus, 'user'> {
  if (report?.user === undefined) return {};
  const { uid, gid, groups } = report.user;
  return { user: { linux: { uid, gid, supplementalGroups: [...groups] } } };
}

/** Returns granted resources, and mounts with the mode of nested ones. */
function allocation(
  container: Container,
  state: ContainerState,
): Pick<ContainerStatus, 'allocatedResources' | 'resources' | 'volumeMounts'> {
  const { resources = {}, volumeMounts } = container;
  return {
    ...(resources.requests === undefined ? {} : { allocatedResources: resources.requests }),
    // A running container shows its actual resources, which follow the granted ones.
    resources: runningReport(state) === undefined ? resources : (resourcesOf(state) ?? resources),
    ...(volumeMounts === undefined
      ? {}
      : {
          volumeMounts: volumeMounts.map((mount) => ({
            name: mount.name,
            mountPath: mount.mountPath,
            ...(mount.readOnly ? { readOnly: true, recursiveReadOnly: recursion(mount) } : {}),
          })),
        }),
  };
}

/** Returns whether nested mounts are read-only, which every node supports. Models `resolveRecursiveReadOnly` of `pkg/kubelet`. */
function recursion(mount: VolumeMount): string {
  return (mount.recursiveReadOnly ?? 'Disabled') === 'Disabled' ? 'Disabled' : 'Enabled';
}
