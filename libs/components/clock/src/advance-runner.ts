import type { ClusterApi } from '@klockwork/cluster-api';
import type { Clock, Logger } from '@klockwork/kernel';
import type { Advance, AdvanceCommand, AdvanceOutcome, AdvanceProgress, ClockCoordinator } from '@klockwork/lockstep';
import type { ClockAdvance } from '@klockwork/resources';
import { commandOf, type ObjectCondition } from './advance-command.ts';
import { endedStatus, runningStatus, unstartedStatus } from './advance-status.ts';
import { ConditionWatch } from './condition-watch.ts';
import type { AdvanceRunnerState } from './open-commands.ts';

/** Dependencies. `onAdvance` is called at the start and end of an advance. */
export interface AdvanceRunnerPorts {
  readonly coordinator: ClockCoordinator;
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly logger: Logger;
  onAdvance(): void;
}

/** Execution of a stored advance, from request to end. */
interface Execution {
  /** Status at the start here. */
  readonly stored: ClockAdvance;
  running?: Advance;
  readonly watch?: ConditionWatch;
  /** Final status, once ended. */
  ended?: ClockAdvance;
}

/** Executes commands on the coordinator, one advance at a time, and reports the newest one's progress. */
export class AdvanceRunner {
  readonly #ports: AdvanceRunnerPorts;
  #rate: number;
  #latest: Execution | undefined;

  constructor(ports: AdvanceRunnerPorts) {
    this.#ports = ports;
    const { mode, rate } = ports.coordinator.state();
    this.#rate = mode === 'Paused' ? 0 : rate;
  }

  get state(): AdvanceRunnerState {
    const latest = this.#latest;
    return { rate: this.#rate, begun: latest?.stored.id ?? 0, underWay: latest !== undefined && latest.ended === undefined };
  }

  /** Returns the status of an advance by id; undefined for unknown ids. */
  statusOf(id: number): ClockAdvance | undefined {
    const latest = this.#latest;
    if (latest?.stored.id !== id) return undefined;
    return latest.ended ?? (latest.running && runningStatus(latest.stored, latest.running.progress()));
  }

  /** Returns the progress of the running advance. */
  progress(): AdvanceProgress | undefined {
    const latest = this.#latest;
    return latest?.ended === undefined ? latest?.running?.progress() : undefined;
  }

  /** Sets the rate, which ends a running advance. */
  scale(rate: number): void {
    this.#rate = rate;
    this.#ports.coordinator.scale(rate);
  }

  /** Starts an advance, which ends the previous one. */
  start(storedAdvance: ClockAdvance): void {
    const request = commandOf(storedAdvance);
    if (request === undefined) this.#leave(storedAdvance, 'Failed', 'the request cannot be read');
    else this.#begin(storedAdvance, request.command, request.condition);
  }

  /** Marks an unfinished advance of another process as ended. */
  cancel(storedAdvance: ClockAdvance): void {
    this.#leave(storedAdvance, 'Stopped', 'nobody was winding when its end was asked for');
  }

  /** Stops the running advance at its present instant. */
  stop(): void {
    this.#latest?.running?.stop();
  }

  /** Releases all resources; a running advance continues. */
  close(): void {
    this.#latest?.watch?.stop();
    this.#latest = undefined;
  }

  #leave(storedAdvance: ClockAdvance, phase: 'Stopped' | 'Failed', message: string): void {
    const execution: Execution = { stored: storedAdvance };
    this.#latest = execution;
    this.#end(execution, unstartedStatus(storedAdvance, phase, message));
  }

  #begin(storedAdvance: ClockAdvance, command: AdvanceCommand, condition: ObjectCondition | undefined): void {
    const { coordinator, logger } = this.#ports;
    // The first list is a request, which holds lab time: no jump happens before the present object is judged.
    const watch = condition && new ConditionWatch(condition, this.#ports);
    const execution: Execution = { stored: storedAdvance, ...(watch && { watch }) };
    // Set before the start: the coordinator notifies at once, and that must not start the advance again.
    this.#latest = execution;
    execution.running = coordinator.advance({ ...command, ...(watch && { isMet: () => watch.met }) });
    logger.info({ id: storedAdvance.id, by: storedAdvance.by }, 'the clock is wound');
    this.#ports.onAdvance();
    const { running } = execution;
    void running.done.then((outcome) => this.#onDone(execution, outcome, running.progress()));
  }

  #onDone(execution: Execution, outcome: AdvanceOutcome, progress: AdvanceProgress): void {
    const { stored, watch } = execution;
    this.#ports.logger.info({ id: stored.id, outcome, jumps: progress.jumps, hostMs: progress.hostMs }, 'the clock was wound');
    this.#end(execution, endedStatus(stored, { progress, outcome, problem: watch?.problem }));
  }

  #end(execution: Execution, status: ClockAdvance): void {
    execution.ended = status;
    execution.watch?.stop();
    if (execution === this.#latest) this.#ports.onAdvance();
  }
}
