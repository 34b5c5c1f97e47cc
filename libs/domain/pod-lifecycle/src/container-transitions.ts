import type { LabTime } from '@klockwork/kernel';
import type { ContainerReport } from './container-runtime.ts';
import {
  type ContainerHistory,
  type ContainerState,
  changedHistory,
  type EndedAttempt,
  type ExitedState,
  isHidden,
  newestReport,
  type PullingState,
  previousReport,
  type StartingState,
  type WaitingState,
} from './container-state.ts';
import type { ContainerStop } from './stopping/container-stop.ts';

/** Progress towards the next start, after a pull or a failed start. */
interface Progress {
  readonly isPulled?: true;
  readonly retryAt?: LabTime;
}

/** Returns the state between two runtime calls. */
export function afterPull({ history, ended }: PullingState, progress: Progress = {}): WaitingState | ExitedState {
  return ended === undefined ? { type: 'waiting', history, ...progress } : { type: 'exited', history, ...ended, ...progress };
}

export function afterFailedStart(state: StartingState, retryAt: LabTime): ContainerState {
  const next = afterStart(state);
  return next.type === 'waiting' || next.type === 'exited' ? { ...next, retryAt } : next;
}

/** Returns the state after a start and its postStart hook: the attempt runs, or has exited already. */
export function afterStart(state: StartingState): ContainerState {
  const { report, ended, resources, stop } = state;
  if (report === undefined) return afterPull({ type: 'pulling', history: state.history, ...(ended && { ended: { report: ended } }) });
  const history = changedHistory(state.history, { previous: previousReport(state) });
  if (report.state !== 'running') return { type: 'exited', history, report, ...(stop && { stop }) };
  const started = { history, report, resources };
  return stop === undefined ? { type: 'running', ...started } : { type: 'stopping', ...started, stop };
}

/** Returns the state after a step of the container's stop. */
export function withStop(state: ContainerState, stop: ContainerStop): ContainerState {
  switch (state.type) {
    case 'running':
      return { ...state, type: 'stopping', stop };
    case 'starting':
    case 'stopping':
    case 'exited':
      return { ...state, stop };
    default:
      return state;
  }
}

/** Returns the state after a report of the runtime. Reports may arrive late: an old attempt never replaces a newer one. */
export function withReport(state: ContainerState, report: ContainerReport): ContainerState {
  const newest = newestReport(state);
  if (report.state === 'created' || (newest !== undefined && isOutdated(report, newest))) return state;
  const history = reportedHistory(state, report);
  if (state.type === 'starting') return { ...state, history, report };
  return report.state === 'running' ? whileRunning(state, history, report) : afterExit(state, history, report);
}

function isOutdated(report: ContainerReport, newest: ContainerReport): boolean {
  return newest.attempt > report.attempt || (newest.id === report.id && newest.state === 'exited');
}

function reportedHistory(state: ContainerState, report: ContainerReport): ContainerHistory {
  const newest = newestReport(state);
  const isNext = state.type !== 'starting' && newest !== undefined && newest.id !== report.id;
  const keepsWaiting = report.state !== 'running' || isHiddenWith(state, report);
  return changedHistory(state.history, {
    nextAttempt: Math.max(state.history.nextAttempt, report.attempt + 1),
    ...(isNext && { previous: newest }),
    ...(!keepsWaiting && { waiting: undefined }),
  });
}

function isHiddenWith(state: ContainerState, report: ContainerReport): boolean {
  return isHidden(state.type === 'starting' ? { ...state, report } : state);
}

function whileRunning(state: Exclude<ContainerState, StartingState>, history: ContainerHistory, report: ContainerReport): ContainerState {
  if (state.type === 'running' || state.type === 'stopping') return { ...state, history, report };
  return { type: 'running', history, report };
}

function afterExit(state: Exclude<ContainerState, StartingState>, history: ContainerHistory, report: ContainerReport): ContainerState {
  switch (state.type) {
    case 'waiting':
      return { ...state, type: 'exited', history, report };
    case 'pulling':
      return { ...state, history, ended: { ...state.ended, report } };
    case 'exited':
      return { ...state, history, report };
    case 'running':
      return { type: 'exited', history, report, ...restartReasons(state) };
    case 'stopping':
      return { type: 'exited', history, report, ...restartReasons(state), stop: state.stop };
  }
}

function restartReasons({ replaced, unhealthy }: Omit<EndedAttempt, 'report'>): Omit<EndedAttempt, 'report'> {
  return { ...(replaced && { replaced }), ...(unhealthy && { unhealthy }) };
}

/** Returns the attempt of an exited container, without its progress towards the next start. */
export function endedAttempt(state: WaitingState | ExitedState): EndedAttempt | undefined {
  return state.type === 'exited' ? { report: state.report, ...restartReasons(state) } : undefined;
}

/** Returns the state for statuses: a hidden attempt is left out. */
export function shownContainer(state: ContainerState): ContainerState {
  if (!isHidden(state)) return state;
  const history = changedHistory(state.history, { previous: undefined });
  const report = previousReport(state);
  if (state.type === 'starting') return { type: 'starting', history, resources: state.resources, ...(report && { ended: report }) };
  const ended = report && { report, ...restartReasons(state as Omit<EndedAttempt, 'report'>) };
  return afterPull({ type: 'pulling', history, ...(ended && { ended }) });
}
