import type { LabTime } from '@klockwork/kernel';
import type {
  Container,
  ContainerStateTerminated,
  ContainerStatus,
  Pod,
  PodStatus,
  ResourceRequirements,
} from '@klockwork/kubernetes-types';
import type { BackOff } from './back-off.ts';
import type { ContainerReport } from './container-runtime.ts';
import type { PodEnding } from './pod-ending.ts';
import type { ProbeKind } from './probes/probe-kind.ts';
import type { ProbeWorker } from './probes/probe-worker.ts';
import { type Allocation, rememberAllocation } from './resize/allocation.ts';
import type { ResizeMemory } from './resize/resize-memory.ts';
import type { ContainerStop } from './stopping/container-stop.ts';

/** Waiting reason in a container status. */
export interface Waiting {
  readonly reason: string;
  readonly message?: string;
}

/** Worker's state of one container. Data: each step creates the next version. */
export interface ContainerMemory {
  /** Pending runtime call for the container. */
  readonly work?: 'pulling' | 'starting';
  readonly waiting?: Waiting;
  /** Time of the last Event about it. */
  readonly saidAt?: LabTime;
  /** Image of the last pull or start. */
  readonly image?: string;
  /** True if the newest attempt has an outdated image or outdated resources: it is stopped and restarted, whatever the restart policy. */
  readonly replaced?: true;
  /** True if a failed probe stopped the newest attempt, which restarts whatever its exit code. */
  readonly unhealthy?: true;
  /** Probe states. */
  readonly probes?: Readonly<Partial<Record<ProbeKind, ProbeWorker>>>;
  /** Newest attempt. */
  readonly current?: ContainerReport;
  /** Resources of the newest attempt. */
  readonly resources?: ResourceRequirements;
  /** Resources that the runtime is asked to apply. */
  readonly resizing?: ResourceRequirements;
  /** Earliest retry after a failed resize. */
  readonly resizeRetryAt?: LabTime;
  /** Previous attempt. */
  readonly last?: ContainerReport;
  /** Number of the next attempt: its restart count. */
  readonly nextAttempt: number;
  /** Set by a successful pull, cleared by the following start. */
  readonly imageReady?: true;
  /** Last failed pull, until a success. */
  readonly pullFailure?: { readonly at: LabTime; readonly text: string };
  readonly pullBackOff?: BackOff;
  readonly restartBackOff?: BackOff;
  /** Earliest retry after a failed start. */
  readonly retryAt?: LabTime;
  /** Stop in progress. */
  readonly stop?: ContainerStop;
  /** postStart hook of the attempt: `due` before its start, `failed` while the attempt is stopped because of it. */
  readonly postStart?: 'pending' | 'due' | 'running' | 'failed';
}

/** State of the pod's sandbox. */
export type SandboxMemory =
  | { readonly state: 'none' | 'starting' }
  | { readonly state: 'failed'; readonly retryAt: LabTime }
  | { readonly state: 'ready' | 'stopping'; readonly id: string; readonly ip: string }
  | { readonly state: 'stopped' };

/** Worker's state of its pod. */
export interface PodMemory {
  readonly startedAt: LabTime;
  /** First sight of the pod: the origin of probe ticks. */
  readonly seenAt: LabTime;
  readonly jitter?: StartJitter;
  readonly sandbox: SandboxMemory;
  readonly containers: Readonly<Record<string, ContainerMemory>>;
  /** Pod address, which the status keeps after the sandbox ended. */
  readonly ip?: string;
  /** Last decided status, the source of transition times. */
  readonly status?: PodStatus;
  /** Terminal phase, shown once all parts of the pod ended. */
  readonly reached?: 'Succeeded' | 'Failed';
  /** End by the node. */
  readonly ending?: PodEnding;
  /** Granted resources of the containers; a resize grants new ones. */
  readonly allocation?: Allocation;
  readonly resize?: ResizeMemory;
  /** True after the last action of the pod's life. */
  readonly closed?: true;
}

/** Spreads first probes of pods found at a kubelet's start. */
export interface StartJitter {
  readonly kubeletStartedAt: LabTime;
  /** Share of a period that the pod's probes wait, in [0, 1). */
  readonly fraction: number;
}

/** Returns init, app and ephemeral containers of a pod. */
export function containersOf(pod: Pod): readonly Container[] {
  return [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? []), ...ephemeralContainersOf(pod)];
}

/** Returns ephemeral containers (`kubectl debug`). Fields forbidden there are absent, so a kubelet treats them as containers. */
export function ephemeralContainersOf(pod: Pod): readonly Container[] {
  return pod.spec?.ephemeralContainers ?? [];
}

/** Returns `memory` with one changed container. */
export function withContainer(memory: PodMemory, name: string, change: Partial<ContainerMemory>): PodMemory {
  const container = withoutUndefined({ ...containerMemory(memory, name), ...change });
  return { ...memory, containers: { ...memory.containers, [name]: container } };
}

/** Returns the state of a container; a fresh one by default. */
export function containerMemory(memory: PodMemory, name: string): ContainerMemory {
  return memory.containers[name] ?? { nextAttempt: 0 };
}

/**
 * Returns the initial state for `pod`. A pod with an earlier status ran here before a power loss: its containers then have exit code 255
 * and reason Unknown, as runtimes report after a reboot.
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
  // A container waiting for its restart has its newest attempt in the last state.
  if (state === undefined) return { nextAttempt, current: reportOf(status, ended as ContainerStateTerminated, status.restartCount) };
  const last = ended === undefined ? {} : { last: reportOf(status, ended, status.restartCount - 1) };
  return { nextAttempt, current: reportOf(status, state, status.restartCount), ...last };
}

/** Returns the end of the attempt in `state`; undefined without an attempt. */
function stateAfterReboot({ state }: ContainerStatus, now: LabTime): ContainerStateTerminated | undefined {
  if (state?.running === undefined) return state?.terminated;
  return { exitCode: 255, reason: 'Unknown', startedAt: state.running.startedAt, finishedAt: new Date(now).toISOString() };
}

// A new sandbox repeats init containers, unless the pod never restarts.
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
