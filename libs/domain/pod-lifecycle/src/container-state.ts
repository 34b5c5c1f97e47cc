import type { LabTime } from '@klockwork/kernel';
import type { ResourceRequirements } from '@klockwork/kubernetes-types';
import type { BackOff } from './back-off.ts';
import type { ContainerReport } from './container-runtime.ts';
import type { ProbeKind } from './probes/probe-kind.ts';
import type { ProbeWorker } from './probes/probe-worker.ts';
import type { ContainerStop } from './stopping/container-stop.ts';

/** Reason in a container status, shown while no attempt runs. */
export interface WaitingReason {
  readonly reason: string;
  readonly message?: string;
}

/** Failed pull of the wanted image. */
export interface PullFailure {
  readonly at: LabTime;
  /** `ErrImagePull: …` */
  readonly text: string;
  readonly backOff: BackOff;
}

/** Facts about a container that outlive its attempts. */
export interface ContainerHistory {
  /** Number of the next attempt: its restart count. */
  readonly nextAttempt: number;
  /** Attempt before the newest one. */
  readonly previous?: ContainerReport;
  /** Image of the last pull or start. */
  readonly image?: string;
  readonly waiting?: WaitingReason;
  /** Time of the last Event about `waiting`. */
  readonly waitingReportedAt?: LabTime;
  /** Kept until a successful pull, or another image. */
  readonly pullFailure?: PullFailure;
  readonly restartBackOff?: BackOff;
  readonly probes?: Readonly<Partial<Record<ProbeKind, ProbeWorker>>>;
  /** Earliest retry after a failed resize. */
  readonly resizeRetryAt?: LabTime;
}

/** Reasons to restart an attempt, whatever its exit code. */
export interface RestartReasons {
  /** Outdated image or resources; overrides the restart policy, too. */
  readonly replaced?: true;
  /** Stopped after a failed probe. */
  readonly unhealthy?: true;
}

/** Newest attempt after its exit. */
export interface EndedAttempt extends RestartReasons {
  readonly report: ContainerReport;
}

/** Progress of a container towards its next start. */
interface StartProgress {
  /** Set by a successful pull, until the start. */
  readonly isPulled?: true;
  /** Earliest retry after a failed start. */
  readonly retryAt?: LabTime;
}

/** No attempt exists. */
export interface WaitingState extends StartProgress {
  readonly type: 'waiting';
  readonly history: ContainerHistory;
}

/** The runtime pulls the image. */
export interface PullingState {
  readonly type: 'pulling';
  readonly history: ContainerHistory;
  readonly ended?: EndedAttempt;
}

/** The runtime starts an attempt, or its postStart hook runs. */
export interface StartingState {
  readonly type: 'starting';
  readonly history: ContainerHistory;
  /** Attempt before the starting one. */
  readonly ended?: ContainerReport;
  /** Starting attempt, after its first report. */
  readonly report?: ContainerReport;
  readonly resources: ResourceRequirements;
  /** Absent without a hook. `due`: the process started. */
  readonly postStart?: 'pending' | 'due' | 'running';
  /** Stop of a process in an ending pod. */
  readonly stop?: ContainerStop;
}

/** Fields of a started attempt until its exit. */
interface StartedAttempt extends RestartReasons {
  readonly history: ContainerHistory;
  readonly report: ContainerReport;
  /** Resources of the attempt. */
  readonly resources?: ResourceRequirements;
  /** Resources that the runtime is asked to apply. */
  readonly resizing?: ResourceRequirements;
  /** True after a failed postStart hook, which stops the attempt. */
  readonly postStartFailed?: true;
}

/** The attempt runs. */
export interface RunningState extends StartedAttempt {
  readonly type: 'running';
}

/** The attempt runs its preStop hook, waits for other containers, or has received TERM. */
export interface StoppingState extends StartedAttempt {
  readonly type: 'stopping';
  readonly stop: ContainerStop;
}

/** The newest attempt exited. */
export interface ExitedState extends EndedAttempt, StartProgress {
  readonly type: 'exited';
  readonly history: ContainerHistory;
  /** Stop whose preStop hook may outlive the process. */
  readonly stop?: ContainerStop;
}

/** Worker's state of one container. Data: each step creates the next version. */
export type ContainerState = WaitingState | PullingState | StartingState | RunningState | StoppingState | ExitedState;

/** State before the first attempt. */
export const NEW_CONTAINER: WaitingState = { type: 'waiting', history: { nextAttempt: 0 } };

/** Returns the newest attempt; undefined before the first one. */
export function newestReport(state: ContainerState): ContainerReport | undefined {
  switch (state.type) {
    case 'waiting':
      return undefined;
    case 'pulling':
      return state.ended?.report;
    case 'starting':
      return state.report ?? state.ended;
    default:
      return state.report;
  }
}

/** Returns the attempt before the newest one. */
export function previousReport(state: ContainerState): ContainerReport | undefined {
  const { previous } = state.history;
  return state.type === 'starting' && state.report !== undefined ? (state.ended ?? previous) : previous;
}

/** Returns the attempt whose process runs, also during its start and stop. */
export function runningReport(state: ContainerState): ContainerReport | undefined {
  const report = newestReport(state);
  return report?.state === 'running' ? report : undefined;
}

/** True while the newest attempt is hidden: during its postStart hook, upstream's worker is busy and the status stays unchanged. */
export function isHidden(state: ContainerState): boolean {
  if (state.type === 'starting') return state.postStart !== undefined && state.report?.state === 'running';
  return hasFailedPostStart(state);
}

/** True from the failure of a postStart hook to the exit of its attempt. */
export function hasFailedPostStart(state: ContainerState): boolean {
  return (state.type === 'running' || state.type === 'stopping') && state.postStartFailed === true;
}

/** True while the runtime pulls or starts, or a postStart hook runs. */
export function isStartPending({ type }: ContainerState): boolean {
  return type === 'pulling' || type === 'starting';
}

/** Returns the resources of a running attempt; undefined if unknown. */
export function resourcesOf(state: ContainerState): ResourceRequirements | undefined {
  return state.type === 'running' || state.type === 'stopping' || state.type === 'starting' ? state.resources : undefined;
}

/** Returns the stop in progress, if any. */
export function stopOf(state: ContainerState): ContainerStop | undefined {
  return 'stop' in state ? state.stop : undefined;
}

/** Returns `state` with changed history; undefined removes a field. */
export function withHistory<State extends ContainerState>(state: State, change: Partial<ContainerHistory>): State {
  return { ...state, history: changedHistory(state.history, change) };
}

/** Returns a history with `change`; undefined removes a field. */
export function changedHistory(history: ContainerHistory, change: Partial<ContainerHistory>): ContainerHistory {
  return withoutUndefined({ ...history, ...change });
}

function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)) as Fields;
}
