import type { Cause, LogEvent } from '@klockwork/event-store';
import { type Clock, type LabTime, type Logger, logFailure, messageOf, StoppedError, StopSource } from '@klockwork/kernel';
import {
  type ContainerRuntime,
  containersOf,
  errorOutcome,
  type Fact,
  type PodMemory,
  type ProbeDue,
  type ProbeOutcome,
  probeOf,
  RuntimeError,
} from '@klockwork/pod-lifecycle';
import type { Pod } from 'kubernetes-types/core/v1';
import { usesHostNetwork } from './own-host.ts';
import { PodWake } from './pod-wake.ts';
import { type ProbeRun, runProbe } from './run-probe.ts';

/** The worker whose pod is probed. */
export interface ProbedPod {
  state(): { readonly pod: Pod; readonly memory: PodMemory };
  /** A probe began, or is over. */
  learn(fact: Fact & { fact: 'probe-began' | 'probed' }, cause: Cause): void;
}

interface ProbeParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runtime: ContainerRuntime;
}

interface Probe {
  readonly wake: PodWake;
  due: ProbeDue;
  /** Nothing was decided since it was set. */
  isCurrent: boolean;
}

/** The probes of one pod: each has a timer of its own, which is the cause of what it finds. */
export class PodProbes {
  readonly #parts: ProbeParts;
  readonly #owner: ProbedPod;
  /** Made for the first probe: many pods have none. */
  #probes: Map<string, Probe> | undefined;
  readonly #stop = new StopSource();

  constructor(parts: ProbeParts, owner: ProbedPod) {
    this.#parts = parts;
    this.#owner = owner;
  }

  /** Waits for these probes and no others; a timer that stays keeps the cause of who set it first. */
  set(dues: readonly ProbeDue[], cause: Cause): void {
    const probes = this.#probes;
    if (dues.length === 0 && probes === undefined) return;
    const wanted = new Set(dues.map(keyOf));
    for (const [key, probe] of probes ?? []) {
      probe.isCurrent = wanted.has(key);
      if (!probe.isCurrent) probe.wake.cancel();
    }
    for (const due of dues) {
      const probe = probes?.get(keyOf(due)) ?? this.#add(due);
      probe.due = due;
      probe.wake.set(due, cause);
    }
  }

  /** Waits for a probe again, whose pod is as it was. False when something was decided while it was under way: then that is to be done anew. */
  setAgain(attempt: Pick<ProbeDue, 'container' | 'kind'>, at: LabTime, cause: Cause): boolean {
    const probe = this.#probes?.get(keyOf(attempt));
    if (probe?.isCurrent !== true) return false;
    probe.due = { ...probe.due, at };
    probe.wake.set(probe.due, cause);
    return true;
  }

  /** The log now tells what the runtime did. */
  shown(event: Pick<LogEvent, 'revision'>): void {
    for (const { wake } of this.#probes?.values() ?? []) wake.shown(event);
  }

  /** Ends those that are under way, too. */
  stop(): void {
    this.#stop.stop();
    for (const { wake } of this.#probes?.values() ?? []) wake.cancel();
  }

  #add(due: ProbeDue): Probe {
    const probe: Probe = { due, isCurrent: true, wake: new PodWake(this.#parts.clock, (cause) => void this.#carryOut(probe.due, cause)) };
    this.#probes ??= new Map();
    this.#probes.set(keyOf(due), probe);
    return probe;
  }

  async #carryOut({ container, kind, containerId }: ProbeDue, cause: Cause): Promise<void> {
    const attempt = { container, kind, containerId };
    const run = this.#runOf(attempt);
    if (run === undefined) return;
    this.#owner.learn({ fact: 'probe-began', ...attempt }, cause);
    try {
      this.#owner.learn({ fact: 'probed', ...attempt, probe: run.probe, outcome: await this.#outcomeOf(run) }, cause);
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
    }
  }

  /** A probe that fails in a way of ours could not be carried out. */
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
    const { pod, memory } = this.#owner.state();
    const container = containersOf(pod).find((candidate) => candidate.name === name);
    const probe = container && probeOf(container, kind);
    const { sandbox, ip } = memory;
    if (probe === undefined || container === undefined || sandbox.state !== 'ready') return undefined;
    const object = `pods/${pod.metadata?.namespace}/${pod.metadata?.name}`;
    const place = { sandboxId: sandbox.id, podIP: ip ?? sandbox.ip, hostNetwork: usesHostNetwork(pod) };
    return { ...this.#parts, ...place, probe, container, containerId, object, stop: this.#stop };
  }
}

function keyOf({ container, kind }: Pick<ProbeDue, 'container' | 'kind'>): string {
  return `${container}/${kind}`;
}
