import type { LabTime, TimerName } from '@klockwork/kernel';
import type { Container, Pod } from '@klockwork/kubernetes-types';
import { isHidden } from '../hooks/post-start.ts';
import { type ContainerMemory, containerMemory, containersOf, type PodMemory, withContainer } from '../pod-memory.ts';
import { isSidecar } from '../restart-policy.ts';
import { isStarted } from './health.ts';
import { PROBE_KINDS, type ProbeKind, periodMs, probeOf } from './probe-kind.ts';
import { type ProbeWorker, watchAttempt } from './probe-worker.ts';

/** Probe due at `at`. */
export interface ProbeDue {
  readonly container: string;
  readonly kind: ProbeKind;
  readonly containerId: string;
  readonly at: LabTime;
  readonly timer: TimerName;
}

/**
 * Adds missing workers for probes of running containers. Startup is first: before its success other probes have no worker. A readiness
 * probe runs as soon as the container's start is noticed, then periodically: upstream triggers it manually. Other ticks count from the
 * pod's arrival on the node. All ticks are at whole seconds, so that probes of many pods share instants; upstream checks containers every
 * second. Models `AddPod` and `UpdatePodStatus` of `pkg/kubelet/prober/prober_manager.go`.
 */
export function withProbeWorkers(memory: PodMemory, pod: Pod, now: LabTime): PodMemory {
  let next = memory;
  for (const container of probedContainers(pod)) {
    for (const kind of PROBE_KINDS) next = withWorker(next, container, kind, now);
  }
  return next;
}

/** Returns awaited probes. Only readiness probes of an ending pod continue, until its containers exit. */
export function probesDue(memory: PodMemory, pod: Pod, isEnding: boolean): readonly ProbeDue[] {
  return probedContainers(pod).flatMap((container) =>
    PROBE_KINDS.flatMap((kind) => {
      const known = containerMemory(memory, container.name);
      const worker = watching(container, known, kind);
      if (worker?.nextAt === undefined || (isEnding && kind !== 'readiness')) return [];
      return [{ container: container.name, kind, containerId: worker.containerId, at: worker.nextAt, timer: timerOf(pod, kind, worker) }];
    }),
  );
}

/** Init containers that run to completion have no probes. */
function probedContainers(pod: Pod): readonly Container[] {
  const init = pod.spec?.initContainers ?? [];
  return containersOf(pod).filter((container) => !init.includes(container) || isSidecar(container));
}

/** Returns the worker for the running attempt, if it may probe now. */
function watching(container: Container, known: ContainerMemory, kind: ProbeKind): ProbeWorker | undefined {
  if (known.current?.state !== 'running' || isHidden(known) || (kind !== 'startup' && !isStarted(container, known))) return undefined;
  const worker = known.probes?.[kind];
  return worker?.containerId === known.current.id ? worker : undefined;
}

function withWorker(memory: PodMemory, container: Container, kind: ProbeKind, now: LabTime): PodMemory {
  const probe = probeOf(container, kind);
  const known = containerMemory(memory, container.name);
  const { current, probes } = known;
  if (probe === undefined || current?.state !== 'running' || probes?.[kind]?.containerId === current.id) return memory;
  if (isHidden(known) || (kind !== 'startup' && !isStarted(container, known))) return memory;
  const ticksFrom = kind === 'readiness' ? nextSecond(now) : probesFrom(memory, periodMs(probe));
  const eligibleAt = Math.max(now, lastSecond(current.startedAt ?? now) + (probe.initialDelaySeconds ?? 0) * 1_000);
  const worker = watchAttempt(kind, probe, current.id, { ticksFrom, eligibleAt }, probes?.[kind]);
  return withContainer(memory, container.name, { probes: { ...probes, [kind]: worker } });
}

/** After a kubelet's start all its pods arrive at once: each delays its probes by part of a period. Models `worker.run`. */
function probesFrom({ seenAt, jitter }: PodMemory, period: number): LabTime {
  if (jitter === undefined || period <= seenAt - jitter.kubeletStartedAt) return nextSecond(seenAt);
  return nextSecond(seenAt + jitter.fraction * period);
}

function nextSecond(at: LabTime): LabTime {
  return Math.ceil(at / 1_000) * 1_000;
}

/** Start time in whole seconds, as in the status, from which upstream counts the initial delay. */
function lastSecond(at: LabTime): LabTime {
  return Math.floor(at / 1_000) * 1_000;
}

/** A probe is upkeep once it confirmed its result. Before that it may bring news, like a first probe or one after a failure. */
function timerOf({ metadata }: Pod, kind: ProbeKind, { result, streak }: ProbeWorker): TimerName {
  const settled = streak.outcome === result;
  return { name: `${kind}-probe`, ...(settled && { upkeep: true }), object: `pods/${metadata?.namespace}/${metadata?.name}` };
}
