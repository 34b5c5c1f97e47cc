import type { LabTime } from '@klockwork/kernel';
import type { Probe } from '@klockwork/kubernetes-types';
import { withHistory } from '../container-state.ts';
import type { LearnResult } from '../learn-result.ts';
import type { RecordAction } from '../pod-action.ts';
import { podEvents } from '../pod-events.ts';
import { containerState, type PodState, withContainer } from '../pod-state.ts';
import type { ProbeAttempt } from './probe-due.ts';
import type { ProbeOutcome } from './probe-outcome.ts';
import { beginProbe, endProbe, type ProbeWorker } from './probe-worker.ts';

/** Records the start of a probe. */
export function learnProbeStart(state: PodState, attempt: ProbeAttempt, now: LabTime): PodState {
  const worker = workerOf(state, attempt);
  return worker === undefined ? state : withWorker(state, attempt, beginProbe(worker, now));
}

/** Records the end of a probe. Results of replaced attempts are dropped. */
export function learnProbeResult(state: PodState, fact: ProbeAttempt & { probe: Probe; outcome: ProbeOutcome }, now: LabTime): LearnResult {
  const worker = workerOf(state, fact);
  if (worker === undefined) return { state, events: [] };
  const { type } = fact.outcome;
  const endedWorker = endProbe(worker, fact, type === 'warning' ? 'success' : type, now);
  return { state: withWorker(state, fact, endedWorker), events: eventsOf(fact) };
}

/** True for a probe that repeated its last result and continues: the pod is unchanged, and no decision is necessary. */
export function isResultRepeated(before: PodState, after: PodState, attempt: ProbeAttempt): boolean {
  const worker = workerOf(after, attempt);
  return worker?.nextAt !== undefined && worker.result === workerOf(before, attempt)?.result;
}

function workerOf(state: PodState, { container, kind, containerId }: ProbeAttempt): ProbeWorker | undefined {
  const worker = containerState(state, container).history.probes?.[kind];
  return worker?.containerId === containerId ? worker : undefined;
}

function withWorker(state: PodState, { container: name, kind }: ProbeAttempt, worker: ProbeWorker): PodState {
  const container = containerState(state, name);
  return withContainer(state, name, withHistory(container, { probes: { ...container.history.probes, [kind]: worker } }));
}

/** Models `probe` of `pkg/kubelet/prober/prober.go`. */
function eventsOf({ container, kind, outcome }: ProbeAttempt & { outcome: ProbeOutcome }): RecordAction[] {
  switch (outcome.type) {
    case 'success':
      return [];
    case 'warning':
      return [podEvents.probeWarning(container, kind, outcome.text)];
    case 'failure':
      return [podEvents.unhealthy(container, kind, outcome.text)];
    case 'error':
      return [podEvents.probeErrored(container, kind, outcome.text)];
  }
}
