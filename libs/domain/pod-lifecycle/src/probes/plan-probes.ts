import type { LabTime, TimerName } from '@klockwork/kernel';
import type { Container, Pod } from '@klockwork/kubernetes-types';
import type { ContainerReport } from '../container-runtime.ts';
import { type ContainerState, isHidden, runningReport, withHistory } from '../container-state.ts';
import { containerState, containersOf, type PodState, withContainer } from '../pod-state.ts';
import { isSidecar } from '../sidecar.ts';
import { isStarted } from './health.ts';
import type { ProbeAttempt, ProbeDue } from './probe-due.ts';
import { PROBE_KINDS, type ProbeKind, periodMs, probeOf } from './probe-kind.ts';
import { type ProbeWorker, watchAttempt } from './probe-worker.ts';

/**
 * Adds missing workers for probes of running containers. Startup is first: before its success other probes have no worker. A readiness
 * probe runs as soon as the container's start is noticed, then periodically: upstream triggers it manually. Other ticks count from the
 * pod's arrival on the node. All ticks are at whole seconds, so that probes of many pods share instants; upstream checks containers every
 * second. Models `AddPod` and `UpdatePodStatus` of `pkg/kubelet/prober/prober_manager.go`.
 */
export function withProbeWorkers(state: PodState, pod: Pod, now: LabTime): PodState {
  let next = state;
  for (const container of probedContainers(pod)) {
    for (const kind of PROBE_KINDS) next = withWorker(next, container, kind, now);
  }
  return next;
}

/** Returns awaited probes. Only readiness probes of an ending pod continue, until its containers exit. */
export function probesDue(state: PodState, pod: Pod, isEnding: boolean): readonly ProbeDue[] {
  const kinds = isEnding ? (['readiness'] as const) : PROBE_KINDS;
  return probedContainers(pod).flatMap((container) => kinds.flatMap((kind) => probeDue(state, pod, container, kind) ?? []));
}

/** Returns the next run of an attempt's probe; undefined if not awaited. */
export function nextProbe(state: PodState, pod: Pod, attempt: ProbeAttempt): ProbeDue | undefined {
  const container = probedContainers(pod).find(({ name }) => name === attempt.container);
  return container && probeDue(state, pod, container, attempt.kind);
}

/** The only rule for the time of a probe: its worker's next tick, while the container's state admits this kind. */
function probeDue(state: PodState, pod: Pod, container: Container, kind: ProbeKind): ProbeDue | undefined {
  const worker = watching(container, containerState(state, container.name), kind);
  if (worker?.nextAt === undefined) return undefined;
  return { container: container.name, kind, containerId: worker.containerId, at: worker.nextAt, timer: timerOf(pod, kind, worker) };
}

/** Init containers that run to completion have no probes. */
function probedContainers(pod: Pod): readonly Container[] {
  const init = pod.spec?.initContainers ?? [];
  return containersOf(pod).filter((container) => !init.includes(container) || isSidecar(container));
}

/** Returns the attempt that probes of this kind watch now, if any. */
function watchedAttempt(container: Container, state: ContainerState, kind: ProbeKind): ContainerReport | undefined {
  if (isHidden(state) || (kind !== 'startup' && !isStarted(container, state))) return undefined;
  return runningReport(state);
}

/** Returns the worker for the running attempt, if it may probe now. */
function watching(container: Container, state: ContainerState, kind: ProbeKind): ProbeWorker | undefined {
  const worker = state.history.probes?.[kind];
  return worker !== undefined && worker.containerId === watchedAttempt(container, state, kind)?.id ? worker : undefined;
}

function withWorker(state: PodState, container: Container, kind: ProbeKind, now: LabTime): PodState {
  const probe = probeOf(container, kind);
  if (probe === undefined) return state;
  const current = containerState(state, container.name);
  const { probes } = current.history;
  const attempt = watchedAttempt(container, current, kind);
  if (attempt === undefined || probes?.[kind]?.containerId === attempt.id) return state;
  const ticksFrom = kind === 'readiness' ? nextSecond(now) : probesFrom(state, periodMs(probe));
  const eligibleAt = Math.max(now, lastSecond(attempt.startedAt ?? now) + (probe.initialDelaySeconds ?? 0) * 1_000);
  const worker = watchAttempt({ kind, probe }, attempt.id, { ticksFrom, eligibleAt }, probes?.[kind]);
  return withContainer(state, container.name, withHistory(current, { probes: { ...probes, [kind]: worker } }));
}

/** After a kubelet's start all its pods arrive at once: each delays its probes by part of a period. Models `worker.run`. */
function probesFrom({ seenAt, jitter }: PodState, period: number): LabTime {
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
