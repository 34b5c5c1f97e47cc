import type { Container, ContainerState, ContainerStatus, Pod, VolumeMount } from '@klockwork/kubernetes-types';
import type { ContainerReport } from './container-runtime.ts';
import { isFinished } from './phase.ts';
import { type ContainerMemory, containerMemory, ephemeralContainersOf, type PodMemory } from './pod-memory.ts';
import { isReady, isStarted } from './probes/health.ts';
import { isSidecar } from './restart-policy.ts';
import { timeText } from './text.ts';

const EPOCH = '1970-01-01T00:00:00Z';

/** Returns statuses of app containers, by name. Models `convertToAPIContainerStatuses` of `pkg/kubelet/kubelet_pods.go`. */
export function containerStatuses(pod: Pod, memory: PodMemory): ContainerStatus[] {
  const waiting = defaultWaiting(pod);
  const statuses = (pod.spec?.containers ?? []).map((container) => {
    const known = containerMemory(memory, container.name);
    return { ...baseStatus(pod, container, known, waiting), ready: isReady(container, known) };
  });
  return statuses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns statuses of init containers, in execution order. */
export function initContainerStatuses(pod: Pod, memory: PodMemory): ContainerStatus[] {
  return (pod.spec?.initContainers ?? []).map((container) => {
    const known = containerMemory(memory, container.name);
    const { current } = known;
    const ready = isSidecar(container) ? isReady(container, known) : current?.state === 'exited' && current.exitCode === 0;
    return { ...baseStatus(pod, container, known, 'PodInitializing'), ready };
  });
}

/** Returns statuses of ephemeral containers (`kubectl debug`), by name. Pods do not wait for those, so they are never ready. */
export function ephemeralContainerStatuses(pod: Pod, memory: PodMemory): ContainerStatus[] {
  const waiting = defaultWaiting(pod);
  const statuses = ephemeralContainersOf(pod).map((container) => {
    const { started: _, ...status } = baseStatus(pod, container, containerMemory(memory, container.name), waiting);
    return status;
  });
  return statuses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function defaultWaiting(pod: Pod): string {
  return (pod.spec?.initContainers ?? []).length > 0 ? 'PodInitializing' : 'ContainerCreating';
}

function baseStatus(pod: Pod, container: Container, known: ContainerMemory, waiting: string): ContainerStatus {
  const { current } = known;
  const state = stateOf(known, waiting, isPastRestarting(pod, container, known));
  const isPast = current !== undefined && state.waiting !== undefined;
  const last = isPast ? current : known.last;
  return {
    name: container.name,
    state,
    lastState: last === undefined ? {} : { terminated: terminatedState(last) },
    ready: false,
    restartCount: current?.attempt ?? known.last?.attempt ?? 0,
    image: current?.image ?? container.image ?? '',
    imageID: current?.imageId ?? '',
    ...(current === undefined ? {} : { containerID: `containerd://${current.id}` }),
    started: isStarted(container, known),
    ...allocation(container, known),
    ...identity(current),
  };
}

/** A permanently ended container shows its exit, not a waiting reason. */
function isPastRestarting(pod: Pod, container: Container, known: ContainerMemory): boolean {
  if (known.current?.state !== 'exited') return false;
  return pod.metadata?.deletionTimestamp !== undefined || isFinished(pod, container, known);
}

function stateOf(known: ContainerMemory, waiting: string, isPast: boolean): ContainerState {
  const { current } = known;
  if (current?.state === 'running') return { running: { startedAt: timeText(current.startedAt ?? current.createdAt) } };
  if (known.waiting !== undefined && !isPast) return { waiting: { ...known.waiting } };
  if (current !== undefined) return { terminated: terminatedState(current) };
  return { waiting: { reason: waiting } };
}

function terminatedState(report: ContainerReport): ContainerState['terminated'] & object {
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
  { current, resources: given }: ContainerMemory,
): Pick<ContainerStatus, 'allocatedResources' | 'resources' | 'volumeMounts'> {
  const { resources = {}, volumeMounts } = container;
  return {
    ...(resources.requests === undefined ? {} : { allocatedResources: resources.requests }),
    // A running container shows its actual resources, which follow the granted ones.
    resources: current?.state === 'running' ? (given ?? resources) : resources,
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
