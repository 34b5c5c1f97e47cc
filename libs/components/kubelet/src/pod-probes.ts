import type { Cause, LogEvent } from '@klockwork/event-store';
import { type Clock, type Logger, logFailure, messageOf, StoppedError, StopSource } from '@klockwork/kernel';
import {
  type ContainerRuntime,
  containersOf,
  errorOutcome,
  isResultRepeated,
  nextProbe,
  type ProbeDue,
  type ProbeOutcome,
  probeOf,
  RuntimeError,
} from '@klockwork/pod-lifecycle';
import { usesHostNetwork } from './own-host.ts';
import { PodWake } from './pod-wake.ts';
import { type ProbeRun, runProbe } from './run-probe.ts';
import type { WorkerPod } from './worker-pod.ts';

interface ProbeParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runtime: ContainerRuntime;
}

interface Probe {
  readonly wake: PodWake;
  due: ProbeDue;
}

/** Probes of one pod. Each has its own timer, which is the cause of its result. */
export class PodProbes {
  readonly #parts: ProbeParts;
  readonly #pod: WorkerPod;
  /** Created for the first probe: many pods have none. */
  #probes: Map<string, Probe> | undefined;
  /** Number of calls of `set`. */
  #decisions = 0;
  readonly #stop = new StopSource();

  constructor(parts: ProbeParts, pod: WorkerPod) {
    this.#parts = parts;
    this.#pod = pod;
  }

  /** Replaces awaited probes; an unchanged timer keeps its first cause. */
  set(dues: readonly ProbeDue[], cause: Cause): void {
    const probes = this.#probes;
    this.#decisions += 1;
    if (dues.length === 0 && probes === undefined) return;
    const wantedKeys = new Set(dues.map(keyOf));
    for (const [key, { wake }] of probes ?? []) if (!wantedKeys.has(key)) wake.cancel();
    for (const due of dues) this.#await(due, cause);
  }

  /** Handles the event of a runtime change. */
  shown(event: Pick<LogEvent, 'revision'>): void {
    for (const { wake } of this.#probes?.values() ?? []) wake.shown(event);
  }

  /** Cancels all probes, including running ones. */
  stop(): void {
    this.#stop.stop();
    for (const { wake } of this.#probes?.values() ?? []) wake.cancel();
  }

  #await(due: ProbeDue, cause: Cause): void {
    const probe = this.#probes?.get(keyOf(due)) ?? this.#add(due);
    probe.due = due;
    probe.wake.set(due, cause);
  }

  #add(due: ProbeDue): Probe {
    const probe: Probe = { due, wake: new PodWake(this.#parts.clock, (cause) => void this.#carryOut(probe.due, cause)) };
    this.#probes ??= new Map();
    this.#probes.set(keyOf(due), probe);
    return probe;
  }

  async #carryOut({ container, kind, containerId }: ProbeDue, cause: Cause): Promise<void> {
    const attempt = { container, kind, containerId };
    const run = this.#runOf(attempt);
    if (run === undefined) return;
    this.#pod.learnProbe({ type: 'probe-began', ...attempt }, cause);
    const decisions = this.#decisions;
    try {
      const outcome = await this.#outcomeOf(run);
      const { state: before } = this.#pod;
      this.#pod.learnProbe({ type: 'probed', ...attempt, probe: run.probe, outcome }, cause);
      const { apiPod: pod, state } = this.#pod;
      // A repeated result needs no decision, unless one was made during the probe and awaits its end.
      if (decisions !== this.#decisions || !isResultRepeated(before, state, attempt)) return this.#pod.decide(cause);
      const due = nextProbe(state, pod, attempt);
      if (due !== undefined) this.#await(due, cause);
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
    }
  }

  /** A probe with a failure of our own code could not be executed. */
  async #outcomeOf(run: ProbeRun): Promise<ProbeOutcome> {
    try {
      return await runProbe(run);
    } catch (error) {
      if (error instanceof StoppedError) throw error;
      if (!(error instanceof RuntimeError)) logFailure(this.#parts.logger, { pod: run.object, container: run.container.name }, error);
      return errorOutcome(messageOf(error));
    }
  }

  #runOf({ container: name, kind, containerId }: Pick<ProbeDue, 'container' | 'kind' | 'containerId'>): ProbeRun | undefined {
    const { apiPod: pod, state } = this.#pod;
    const container = containersOf(pod).find((candidate) => candidate.name === name);
    const probe = container && probeOf(container, kind);
    const { sandbox, ip } = state;
    if (probe === undefined || container === undefined || sandbox.type !== 'ready') return undefined;
    const object = `pods/${pod.metadata?.namespace}/${pod.metadata?.name}`;
    const place = { sandboxId: sandbox.id, podIP: ip ?? sandbox.ip, hostNetwork: usesHostNetwork(pod) };
    return { ...this.#parts, ...place, probe, container, containerId, object, stop: this.#stop };
  }
}

function keyOf({ container, kind }: Pick<ProbeDue, 'container' | 'kind'>): string {
  return `${container}/${kind}`;
}
