import type { ClusterApi } from '@klockwork/cluster-api';
import type { Clock, Logger } from '@klockwork/kernel';
import type { Advance, AdvanceProgress, AdvanceResult, ClockCoordinator } from '@klockwork/lockstep';
import type { ClockAdvance } from '@klockwork/resources';
import { type AdvanceGoal, goalOf } from './advance-goal.ts';
import { endedStatus, runningStatus, unwoundStatus } from './advance-status.ts';
import { ConditionWatch } from './condition-watch.ts';
import type { Obeyed } from './decide.ts';

/** Dependencies. `onAdvance` is called at the start and end of an advance. */
export interface WinderPorts {
  readonly coordinator: ClockCoordinator;
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly logger: Logger;
  onAdvance(): void;
}

/** Run of an advance, from request to end. */
interface Winding {
  /** Status at the start here. */
  readonly stored: ClockAdvance;
  begun?: Advance;
  readonly watch?: ConditionWatch;
  /** Final status, once ended. */
  ended?: ClockAdvance;
}

/** Executes commands on the coordinator, one advance at a time, and reports the newest one's progress. */
export class Winder {
  readonly #ports: WinderPorts;
  #rate: number;
  #latest: Winding | undefined;

  constructor(ports: WinderPorts) {
    this.#ports = ports;
    const { mode, rate } = ports.coordinator.state();
    this.#rate = mode === 'Paused' ? 0 : rate;
  }

  get obeyed(): Obeyed {
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
  wind(stored: ClockAdvance): void {
    const goal = goalOf(stored);
    if (goal === undefined) this.#leave(stored, 'Failed', 'the request cannot be read');
    else this.#begin(stored, goal);
  }

  /** Marks an unfinished advance of another process as ended. */
  callOff(stored: ClockAdvance): void {
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
    const winding: Winding = { stored };
    this.#latest = winding;
    this.#end(winding, unwoundStatus(stored, phase, message));
  }

  #begin(stored: ClockAdvance, { until, stopAt, condition }: AdvanceGoal): void {
    const { coordinator, logger } = this.#ports;
    // The first list is a request, which holds lab time: no jump happens before the present object is judged.
    const watch = condition && new ConditionWatch(condition, this.#ports);
    const winding: Winding = { stored, ...(watch && { watch }) };
    // Set before the start: the coordinator notifies at once, and that must not start the advance again.
    this.#latest = winding;
    winding.begun = coordinator.advance({
      until,
      stopAt,
      ...(watch && { isMet: () => watch.met }),
      ...(stored.maxRate !== undefined && { maxRate: stored.maxRate }),
    });
    logger.info({ id: stored.id, by: stored.by }, 'the clock is wound');
    this.#ports.onAdvance();
    void winding.begun.done.then((result) => this.#onDone(winding, result));
  }

  #onDone(winding: Winding, result: AdvanceResult): void {
    const { id } = winding.stored;
    this.#ports.logger.info({ id, outcome: result.outcome, jumps: result.jumps, hostMs: result.hostMs }, 'the clock was wound');
    this.#end(winding, endedStatus(winding.stored, result, winding.watch?.problem));
  }

  #end(winding: Winding, status: ClockAdvance): void {
    winding.ended = status;
    winding.watch?.stop();
    if (winding === this.#latest) this.#ports.onAdvance();
  }
}
