import type { LabTime } from '@klockwork/kernel';
import type { Probe } from 'kubernetes-types/core/v1';
import { type ProbeKind, periodMs } from './probe-kind.ts';

/** What a probe has come to say of a container, once a threshold is reached. */
export type ProbeResult = 'success' | 'failure' | 'unknown';

/**
 * The worker of one probe of one container, as data. Models the fields of `worker` in `pkg/kubelet/prober/worker.go`.
 * Its ticks are `ticksFrom`, `ticksFrom + period`, … so they never drift.
 */
export interface ProbeWorker {
  /** The attempt that is probed; the result is about it alone. */
  readonly containerId: string;
  readonly result: ProbeResult;
  /** How many outcomes of the same sort came in a row, and which. As upstream it is carried over to the next attempt. */
  readonly streak: { readonly outcome: 'success' | 'failure' | undefined; readonly length: number };
  readonly ticksFrom: LabTime;
  /** The tick that comes next; undefined while a probe is under way, and when the result stays until there is a new attempt. */
  readonly nextAt?: LabTime;
  /** When the probe that is under way began. */
  readonly beganAt?: LabTime;
}

/** When a worker may probe: its ticks, and the first instant at which it is allowed to. */
export interface Ticking {
  readonly ticksFrom: LabTime;
  readonly eligibleAt: LabTime;
}

/** What a result is before the first probe. */
const INITIAL_RESULT: Readonly<Record<ProbeKind, ProbeResult>> = { startup: 'unknown', readiness: 'failure', liveness: 'success' };

/** A worker for a new attempt of its container: the result starts anew, the streak goes on. */
export function watchAttempt(kind: ProbeKind, probe: Probe, containerId: string, ticking: Ticking, before?: ProbeWorker): ProbeWorker {
  const { ticksFrom, eligibleAt } = ticking;
  return {
    containerId,
    result: INITIAL_RESULT[kind],
    streak: before?.streak ?? { outcome: undefined, length: 0 },
    ticksFrom,
    nextAt: tickAtOrAfter(ticksFrom, periodMs(probe), eligibleAt),
  };
}

/** The worker while its probe is under way. */
export function beginProbe({ nextAt: _, ...worker }: ProbeWorker, now: LabTime): ProbeWorker {
  return { ...worker, beganAt: now };
}

/**
 * The worker after a probe. An `error` says nothing of the container and counts for nothing.
 * Models the end of `doProbe`: below its threshold an outcome leaves the result as it is.
 */
export function endProbe(
  kind: ProbeKind,
  probe: Probe,
  { beganAt, ...worker }: ProbeWorker,
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

/** The first tick at or after `at`. */
function tickAtOrAfter(ticksFrom: LabTime, period: number, at: LabTime): LabTime {
  return ticksFrom + Math.max(0, Math.ceil((at - ticksFrom) / period)) * period;
}

/** The tick after the one that was used at `beganAt`. A probe that took longer than its period is followed by the next at once. */
function tickAfter({ ticksFrom }: ProbeWorker, period: number, beganAt: LabTime, now: LabTime): LabTime {
  return Math.max(now, tickAtOrAfter(ticksFrom, period, beganAt + 1));
}

function threshold(probe: Probe, outcome: 'success' | 'failure'): number {
  return outcome === 'success' ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
}

/** Results that hold until there is a new attempt: the container is killed, or has started. */
function isFinal(kind: ProbeKind, outcome: 'success' | 'failure'): boolean {
  return kind === 'startup' || (kind === 'liveness' && outcome === 'failure');
}
