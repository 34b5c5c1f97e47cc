import type { LabTime } from '@klockwork/kernel';
import type { Probe } from '@klockwork/kubernetes-types';
import type { Learned } from '../learned.ts';
import type { RecordAction } from '../pod-action.ts';
import { podEvents } from '../pod-events.ts';
import { containerMemory, type PodMemory, withContainer } from '../pod-memory.ts';
import type { ProbeKind } from './probe-kind.ts';
import type { ProbeOutcome } from './probe-outcome.ts';
import { beginProbe, endProbe, type ProbeWorker } from './probe-worker.ts';

/** Probe of one attempt. */
export interface ProbedAttempt {
  readonly container: string;
  readonly kind: ProbeKind;
  readonly containerId: string;
}

/** Records the start of a probe. */
export function learnProbeBegan(memory: PodMemory, attempt: ProbedAttempt, now: LabTime): PodMemory {
  const worker = workerOf(memory, attempt);
  return worker === undefined ? memory : withWorker(memory, attempt, beginProbe(worker, now));
}

/** Records the end of a probe. Results of replaced attempts are dropped. */
export function learnProbed(memory: PodMemory, fact: ProbedAttempt & { probe: Probe; outcome: ProbeOutcome }, now: LabTime): Learned {
  const worker = workerOf(memory, fact);
  if (worker === undefined) return { memory, events: [] };
  const { outcome } = fact.outcome;
  const ended = endProbe(fact.kind, fact.probe, worker, outcome === 'warning' ? 'success' : outcome, now);
  return { memory: withWorker(memory, fact, ended), events: eventsOf(fact) };
}

/**
 * Returns the next run of a probe that repeated its last result, so that the pod is unchanged and no decision is necessary; otherwise
 * undefined.
 */
export function dueAgain(before: PodMemory, after: PodMemory, attempt: ProbedAttempt): LabTime | undefined {
  const worker = workerOf(after, attempt);
  return worker?.result === workerOf(before, attempt)?.result ? worker?.nextAt : undefined;
}

function workerOf(memory: PodMemory, { container, kind, containerId }: ProbedAttempt): ProbeWorker | undefined {
  const worker = containerMemory(memory, container).probes?.[kind];
  return worker?.containerId === containerId ? worker : undefined;
}

function withWorker(memory: PodMemory, { container, kind }: ProbedAttempt, worker: ProbeWorker): PodMemory {
  const { probes } = containerMemory(memory, container);
  return withContainer(memory, container, { probes: { ...probes, [kind]: worker } });
}

/** Models `probe` of `pkg/kubelet/prober/prober.go`. */
function eventsOf({ container, kind, outcome }: ProbedAttempt & { outcome: ProbeOutcome }): RecordAction[] {
  switch (outcome.outcome) {
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
