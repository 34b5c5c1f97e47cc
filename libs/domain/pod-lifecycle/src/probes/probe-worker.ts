import type { LabTime } from '@klockwork/kernel';
import type { Probe } from '@klockwork/kubernetes-types';
import { type ProbeKind, periodMs } from './probe-kind.ts';

/** Result of a probe after a threshold was reached. */
export type ProbeResult = 'success' | 'failure' | 'unknown';

/**
 * State of one container's probe, as data. Models the fields of `worker` in `pkg/kubelet/prober/worker.go`. Ticks are at `ticksFrom`,
 * `ticksFrom + period`, … and never drift.
 */
export interface ProbeWorker {
  /** Probed attempt; the result belongs to it. */
  readonly containerId: string;
  readonly result: ProbeResult;
  /** Number and kind of consecutive equal outcomes. As upstream, it persists across attempts. */
  readonly streak: { readonly outcome: 'success' | 'failure' | undefined; readonly length: number };
  readonly ticksFrom: LabTime;
  /** Next tick; undefined during a probe, and after a final result for the attempt. */
  readonly nextAt?: LabTime;
  /** Start of the running probe. */
  readonly beganAt?: LabTime;
}

/** Ticks of a worker, with the first permitted instant. */
export interface Ticking {
  readonly ticksFrom: LabTime;
  readonly eligibleAt: LabTime;
}

/** Kind of a probe, and its thresholds. */
export interface ProbeRule {
  readonly kind: ProbeKind;
  readonly probe: Probe;
}

/** Results before the first probe. */
const INITIAL_RESULT: Readonly<Record<ProbeKind, ProbeResult>> = { startup: 'unknown', readiness: 'failure', liveness: 'success' };

/** Returns a worker for a new attempt: the result resets, the streak persists. */
export function watchAttempt({ kind, probe }: ProbeRule, containerId: string, ticking: Ticking, before?: ProbeWorker): ProbeWorker {
  const { ticksFrom, eligibleAt } = ticking;
  return {
    containerId,
    result: INITIAL_RESULT[kind],
    streak: before?.streak ?? { outcome: undefined, length: 0 },
    ticksFrom,
    nextAt: nextTick(ticksFrom, periodMs(probe), eligibleAt),
  };
}

/** Returns the worker during its probe. */
export function beginProbe({ nextAt: _, ...worker }: ProbeWorker, now: LabTime): ProbeWorker {
  return { ...worker, beganAt: now };
}

/**
 * Returns the worker after a probe. An `error` leaves the state unchanged. Models the end of `doProbe`: below its threshold an outcome does
 * not change the result.
 */
export function endProbe(
  { beganAt, ...worker }: ProbeWorker,
  { kind, probe }: ProbeRule,
  outcome: 'success' | 'failure' | 'error',
  now: LabTime,
): ProbeWorker {
  const next = { ...worker, nextAt: tickAfter(worker, periodMs(probe), beganAt ?? now, now) };
  if (outcome === 'error') return next;
  const length = worker.streak.outcome === outcome ? worker.streak.length + 1 : 1;
  if (length < threshold(probe, outcome)) return { ...next, streak: { outcome, length } };
  if (!isFinal(kind, outcome)) return { ...next, result: outcome, streak: { outcome, length } };
  return { ...worker, result: outcome, streak: { outcome, length: 0 } };
}

/** Returns the first tick at or after `at`. */
export function nextTick(ticksFrom: LabTime, period: number, at: LabTime): LabTime {
  return ticksFrom + Math.max(0, Math.ceil((at - ticksFrom) / period)) * period;
}

/** Returns the tick after the one used at `beganAt`. A probe longer than its period is followed by the next at once. */
function tickAfter({ ticksFrom }: ProbeWorker, period: number, beganAt: LabTime, now: LabTime): LabTime {
  return Math.max(now, nextTick(ticksFrom, period, beganAt + 1));
}

function threshold(probe: Probe, outcome: 'success' | 'failure'): number {
  return outcome === 'success' ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
}

/** True for results that are final for the attempt: a kill, or a completed start. */
function isFinal(kind: ProbeKind, outcome: 'success' | 'failure'): boolean {
  return kind === 'startup' || (kind === 'liveness' && outcome === 'failure');
}
