import type { LabTime } from '@klockwork/kernel';
import type { Container, ContainerStateTerminated, ContainerStatus, Pod, PodStatus, ResourceRequirements } from 'kubernetes-types/core/v1';
import type { BackOff } from './back-off.ts';
import type { ContainerReport } from './container-runtime.ts';
import type { PodEnding } from './pod-ending.ts';
import type { ProbeKind } from './probes/probe-kind.ts';
import type { ProbeWorker } from './probes/probe-worker.ts';
import { type Allocation, rememberAllocation } from './resize/allocation.ts';
import type { ResizeMemory } from './resize/resize-memory.ts';
import type { ContainerStop } from './stopping/container-stop.ts';

/** Why a container waits, as its status shows it. */
export interface Waiting {
  readonly reason: string;
  readonly message?: string;
}

/** What a pod worker knows of one container. Data: each step makes the next one. */
export interface ContainerMemory {
  /** What the runtime is doing for it. */
  readonly work?: 'pulling' | 'starting';
  readonly waiting?: Waiting;
  /** When the Events last said so. */
  readonly saidAt?: LabTime;
  /** The image that the last pull or start was for. */
  readonly image?: string;
  /** The newest attempt is of another image than the pod asks for now, or has to be run anew with other resources: it is stopped, and run anew whatever its policy. */
  readonly replaced?: true;
  /** The newest attempt was stopped because a probe failed, and is run anew whatever its exit code. */
  readonly unhealthy?: true;
  /** What its probes have found. */
  readonly probes?: Readonly<Partial<Record<ProbeKind, ProbeWorker>>>;
  /** The newest attempt. */
  readonly current?: ContainerReport;
  /** What the newest attempt was given. */
  readonly resources?: ResourceRequirements;
  /** The runtime is to give it this. */
  readonly resizing?: ResourceRequirements;
  /** After a resize that failed: not before this. */
  readonly resizeRetryAt?: LabTime;
  /** The attempt before it. */
  readonly last?: ContainerReport;
  /** Number of the next attempt: the restart count it will have. */
  readonly nextAttempt: number;
  /** Set by a successful pull, used up by the start that follows. */
  readonly imageReady?: true;
  /** The pull that failed last, until one succeeds. */
  readonly pullFailure?: { readonly at: LabTime; readonly text: string };
  readonly pullBackOff?: BackOff;
  readonly restartBackOff?: BackOff;
  /** After a start that failed: not before this. */
  readonly retryAt?: LabTime;
  /** It is on its way to its end. */
  readonly stop?: ContainerStop;
  /**
   * Of the attempt that is being started: `due` once it is to be run, `failed` while the attempt is ended for it.
   */
  readonly postStart?: 'pending' | 'due' | 'running' | 'failed';
}

/** The pod's sandbox, as far as the worker knows. */
export type SandboxMemory =
  | { readonly state: 'none' | 'starting' }
  | { readonly state: 'failed'; readonly retryAt: LabTime }
  | { readonly state: 'ready' | 'stopping'; readonly id: string; readonly ip: string }
  | { readonly state: 'stopped' };

/** What a pod worker knows of its pod. */
export interface PodMemory {
  readonly startedAt: LabTime;
  /** When the worker first saw the pod: probes tick from then. */
  readonly seenAt: LabTime;
  readonly jitter?: StartJitter;
  readonly sandbox: SandboxMemory;
  readonly containers: Readonly<Record<string, ContainerMemory>>;
  /** The address that its status keeps, also after the sandbox is gone. */
  readonly ip?: string;
  /** The status that was decided last: what transition times are kept from. */
  readonly status?: PodStatus;
  /** The terminal phase it has come to, which its status shows once nothing of it is left. */
  readonly reached?: 'Succeeded' | 'Failed';
  /** Its node put an end to it. */
  readonly ending?: PodEnding;
  /** What its containers may have; a resize is granted by a new one. */
  readonly allocation?: Allocation;
  readonly resize?: ResizeMemory;
  /** The last action of a pod's life was asked for. */
  readonly closed?: true;
}

/** Spreads the first probes of pods that a kubelet finds when it starts. */
export interface StartJitter {
  readonly kubeletStartedAt: LabTime;
  /** Which part of a period the pod's probes wait: in [0, 1). */
  readonly fraction: number;
}

/** All containers of a pod: init containers, containers, and those that were added to look at them. */
export function containersOf(pod: Pod): readonly Container[] {
  return [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? []), ...ephemeralContainersOf(pod)];
}

/** The containers that `kubectl debug` added. What they may not have, they do not have: they are containers to a kubelet. */
export function ephemeralContainersOf(pod: Pod): readonly Container[] {
  return pod.spec?.ephemeralContainers ?? [];
}

/** `memory` with one container changed. */
export function withContainer(memory: PodMemory, name: string, change: Partial<ContainerMemory>): PodMemory {
  const container = withoutUndefined({ ...containerMemory(memory, name), ...change });
  return { ...memory, containers: { ...memory.containers, [name]: container } };
}

/** What is known of a container; a fresh one when nothing is. */
export function containerMemory(memory: PodMemory, name: string): ContainerMemory {
  return memory.containers[name] ?? { nextAttempt: 0 };
}

/**
 * What a worker knows when it first sees `pod`. A pod that has a status from before was running here when the node lost power:
 * what ran then has ended with exit code 255 and reason Unknown, as a runtime reports it after a reboot.
 */
export function rememberPod(pod: Pod, now: LabTime, jitter?: StartJitter): PodMemory {
  const containers: Record<string, ContainerMemory> = {};
  for (const status of pod.status?.containerStatuses ?? []) containers[status.name] = rememberContainer(status, now);
  for (const status of pod.status?.initContainerStatuses ?? []) containers[status.name] = rerun(rememberContainer(status, now), pod);
  for (const status of pod.status?.ephemeralContainerStatuses ?? []) containers[status.name] = rememberContainer(status, now);
  const startTime = pod.status?.startTime;
  return {
    startedAt: startTime === undefined ? now : Date.parse(startTime),
    seenAt: now,
    ...(jitter === undefined ? {} : { jitter }),
    sandbox: { state: 'none' },
    containers,
    allocation: rememberAllocation(pod),
    ...(pod.status?.podIP === undefined ? {} : { ip: pod.status.podIP }),
    ...(pod.status === undefined ? {} : { status: pod.status }),
  };
}

function rememberContainer(status: ContainerStatus, now: LabTime): ContainerMemory {
  const ended = status.lastState?.terminated;
  const state = stateAfterReboot(status, now);
  if (state === undefined && ended === undefined) return { nextAttempt: 0 };
  const nextAttempt = status.restartCount + 1;
  // A container that waits to be restarted shows its newest attempt as the last one.
  if (state === undefined) return { nextAttempt, current: reportOf(status, ended as ContainerStateTerminated, status.restartCount) };
  const last = ended === undefined ? {} : { last: reportOf(status, ended, status.restartCount - 1) };
  return { nextAttempt, current: reportOf(status, state, status.restartCount), ...last };
}

/** How the attempt in `state` ended; undefined when there is none. */
function stateAfterReboot({ state }: ContainerStatus, now: LabTime): ContainerStateTerminated | undefined {
  if (state?.running === undefined) return state?.terminated;
  return { exitCode: 255, reason: 'Unknown', startedAt: state.running.startedAt, finishedAt: new Date(now).toISOString() };
}

// A new sandbox runs its init containers again, unless the pod is not to be restarted at all.
function rerun({ current, ...memory }: ContainerMemory, pod: Pod): ContainerMemory {
  if (current === undefined) return memory;
  return pod.spec?.restartPolicy === 'Never' ? { ...memory, current } : { ...memory, last: current };
}

function reportOf(status: ContainerStatus, terminated: ContainerStateTerminated, attempt: number): ContainerReport {
  const finishedAt = Date.parse(terminated.finishedAt ?? '1970-01-01T00:00:00Z');
  return {
    id: (terminated.containerID ?? status.containerID ?? '').replace(/^containerd:\/\//, ''),
    sandboxId: '',
    name: status.name,
    attempt,
    image: status.image,
    imageId: status.imageID,
    state: 'exited',
    createdAt: finishedAt,
    ...(terminated.startedAt === undefined ? {} : { startedAt: Date.parse(terminated.startedAt) }),
    finishedAt,
    exitCode: terminated.exitCode,
    ...(terminated.reason === undefined ? {} : { reason: terminated.reason }),
    ...(terminated.message === undefined ? {} : { message: terminated.message }),
  };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
