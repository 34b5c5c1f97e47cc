import type { ClusterApi } from '@klockwork/cluster-api';
import type { Clock, Logger } from '@klockwork/kernel';
import type { Advance, AdvanceCommand, AdvanceProgress, AdvanceResult, ClockCoordinator } from '@klockwork/lockstep';
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

/** Run of an advance, from request to end. */
interface StartedAdvance {
  /** Status at the start here. */
  readonly stored: ClockAdvance;
  begun?: Advance;
  readonly watch?: ConditionWatch;
  /** Final status, once ended. */
  ended?: ClockAdvance;
}

/** Executes commands on the coordinator, one advance at a time, and reports the newest one's progress. */
export class AdvanceRunner {
  readonly #ports: AdvanceRunnerPorts;
  #rate: number;
  #latest: StartedAdvance | undefined;

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
    return latest.ended ?? (latest.begun && runningStatus(latest.stored, latest.begun.progress()));
  }

  /** Returns the progress of the running advance. */
  progress(): AdvanceProgress | undefined {
    const latest = this.#latest;
    return latest?.ended === undefined ? latest?.begun?.progress() : undefined;
  }

  /** Sets the rate, which ends a running advance. */
  scale(rate: number): void {
    this.#rate = rate;
    this.#ports.coordinator.scale(rate);
  }

  /** Starts an advance, which ends the previous one. */
  start(stored: ClockAdvance): void {
    const request = commandOf(stored);
    if (request === undefined) this.#leave(stored, 'Failed', 'the request cannot be read');
    else this.#begin(stored, request.command, request.condition);
  }

  /** Marks an unfinished advance of another process as ended. */
  cancel(stored: ClockAdvance): void {
    this.#leave(stored, 'Stopped', 'nobody was winding when its end was asked for');
  }

  /** Stops the running advance at its present instant. */
  stop(): void {
    this.#latest?.begun?.stop();
  }

  /** Releases all resources; a running advance continues. */
  close(): void {
    this.#latest?.watch?.stop();
    this.#latest = undefined;
  }

  #leave(stored: ClockAdvance, phase: 'Stopped' | 'Failed', message: string): void {
    const advance: StartedAdvance = { stored };
    this.#latest = advance;
    this.#end(advance, unstartedStatus(stored, phase, message));
  }

  #begin(stored: ClockAdvance, command: AdvanceCommand, condition: ObjectCondition | undefined): void {
    const { coordinator, logger } = this.#ports;
    // The first list is a request, which holds lab time: no jump happens before the present object is judged.
    const watch = condition && new ConditionWatch(condition, this.#ports);
    const advance: StartedAdvance = { stored, ...(watch && { watch }) };
    // Set before the start: the coordinator notifies at once, and that must not start the advance again.
    this.#latest = advance;
    advance.begun = coordinator.advance({ ...command, ...(watch && { isMet: () => watch.met }) });
    logger.info({ id: stored.id, by: stored.by }, 'the clock is wound');
    this.#ports.onAdvance();
    void advance.begun.done.then((result) => this.#onDone(advance, result));
  }

  #onDone(advance: StartedAdvance, result: AdvanceResult): void {
    const { id } = advance.stored;
    this.#ports.logger.info({ id, outcome: result.outcome, jumps: result.jumps, hostMs: result.hostMs }, 'the clock was wound');
    this.#end(advance, endedStatus(advance.stored, result, advance.watch?.problem));
  }

  #end(advance: StartedAdvance, status: ClockAdvance): void {
    advance.ended = status;
    advance.watch?.stop();
    if (advance === this.#latest) this.#ports.onAdvance();
  }
}
