import type { LabTime } from '@klockwork/kernel';
import type { Container, ContainerStatus } from '@klockwork/kubernetes-types';
import type { ContainerReport } from '../container-runtime.ts';
import type { ContainerHistory } from '../container-state.ts';
import { periodMs, probeOf } from './probe-kind.ts';
import { nextTick, type ProbeWorker } from './probe-worker.ts';

/** Attempt whose probes continue. */
interface ProbedAttempt {
  readonly status: ContainerStatus;
  readonly report: ContainerReport;
  readonly now: LabTime;
}

/**
 * Returns workers with the results in a container's status: a succeeded startup probe, and a ready container. All others begin with the
 * result that a status shows anyway. Readiness ticks count from the container's start, as before.
 */
export function resumeProbes(container: Container, { status, report, now }: ProbedAttempt): ContainerHistory['probes'] & object {
  const ticksFrom = Math.ceil((report.startedAt ?? now) / 1_000) * 1_000;
  const succeeded = { containerId: report.id, result: 'success', streak: { outcome: 'success', length: 1 }, ticksFrom } as const;
  const readiness = probeOf(container, 'readiness');
  const workers: { startup?: ProbeWorker; readiness?: ProbeWorker } = {};
  if (status.started && probeOf(container, 'startup') !== undefined) workers.startup = succeeded;
  if (status.ready && readiness !== undefined)
    workers.readiness = { ...succeeded, nextAt: nextTick(ticksFrom, periodMs(readiness), now + 1) };
  return workers;
}
