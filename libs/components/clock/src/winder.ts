import type { ClusterApi } from '@klockwork/cluster-api';
import { type Clock, type Logger, StoppedError } from '@klockwork/kernel';
import type { Advance, AdvanceProgress, AdvanceResult, ClockCoordinator } from '@klockwork/lockstep';
import type { ClockAdvance } from '@klockwork/resources';
import { type AdvanceGoal, goalOf } from './advance-goal.ts';
import { endedStatus, runningStatus, unbegunStatus } from './advance-status.ts';
import { ConditionWatch } from './condition-watch.ts';
import type { Obeyed } from './decide.ts';

/** What a winder stands on. `onAdvance` is told when an advance begins and when it ends. */
export interface WinderPorts {
  readonly coordinator: ClockCoordinator;
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly logger: Logger;
  onAdvance(): void;
}

/** One advance from its request to its end. */
interface Winding {
  /** As it was taken up. */
  readonly stored: ClockAdvance;
  readonly watch?: ConditionWatch;
  begun?: Advance;
  /** How it ended, for the status. */
  ended?: ClockAdvance;
}

/** Makes the coordinator do what was decided, one advance at a time, and knows how the newest is getting on. */
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

  /** How the advance of this id is getting on; undefined for one that is not known here. */
  statusOf(id: number): ClockAdvance | undefined {
    const latest = this.#latest;
    if (latest?.stored.id !== id) return undefined;
    return latest.ended ?? (latest.begun && runningStatus(latest.stored, latest.begun.progress()));
  }

  /** How far the advance under way has come. */
  progress(): AdvanceProgress | undefined {
    const latest = this.#latest;
    return latest?.ended === undefined ? latest?.begun?.progress() : undefined;
  }

  /** Sets the rate; an advance under way ends. */
  scale(rate: number): void {
    this.#rate = rate;
    this.#callOff('the rate was set before it began');
    this.#ports.coordinator.scale(rate);
  }

  /** Begins an advance, once the object it may wait for is watched. The one before ends. */
  wind(stored: ClockAdvance): void {
    this.#callOff(`advance ${stored.id} took its place`);
    const goal = goalOf(stored);
    if (goal === undefined) {
      this.#latest = { stored };
      this.#end(this.#latest, unbegunStatus(stored, 'Failed', 'the request cannot be read'));
      return;
    }
    const watch = goal.condition && new ConditionWatch(goal.condition, this.#ports);
    const winding: Winding = { stored, ...(watch && { watch }) };
    this.#latest = winding;
    if (watch === undefined) this.#begin(winding, goal);
    else void this.#beginOnceWatched(winding, watch, goal);
  }

  /** Ends the advance under way where it is. */
  stop(): void {
    this.#latest?.begun?.stop();
    this.#callOff('ended before it began');
  }

  /** Lets go of all: an advance goes on without us. */
  close(): void {
    this.#latest?.watch?.stop();
    this.#latest = undefined;
  }

  async #beginOnceWatched(winding: Winding, watch: ConditionWatch, goal: AdvanceGoal): Promise<void> {
    try {
      await watch.start();
    } catch (error) {
      if (error instanceof StoppedError) return;
      throw error;
    }
    if (winding === this.#latest && winding.ended === undefined) this.#begin(winding, goal);
  }

  #begin(winding: Winding, { until, stopAt }: AdvanceGoal): void {
    const { coordinator, logger } = this.#ports;
    const { stored, watch } = winding;
    const advance = coordinator.advance({
      until,
      stopAt,
      ...(watch && { isMet: () => watch.met }),
      ...(stored.maxRate !== undefined && { maxRate: stored.maxRate }),
    });
    winding.begun = advance;
    logger.info({ id: stored.id, by: stored.by }, 'the clock is wound');
    this.#ports.onAdvance();
    void advance.done.then((result) => this.#onDone(winding, result));
  }

  #onDone(winding: Winding, result: AdvanceResult): void {
    const { id } = winding.stored;
    this.#ports.logger.info({ id, outcome: result.outcome, jumps: result.jumps, hostMs: result.hostMs }, 'the clock was wound');
    this.#end(winding, endedStatus(winding.stored, result, winding.watch?.problem));
  }

  /** An advance that waits for its object to be watched has nothing to stop. */
  #callOff(message: string): void {
    const winding = this.#latest;
    if (winding === undefined || winding.begun !== undefined || winding.ended !== undefined) return;
    this.#end(winding, unbegunStatus(winding.stored, 'Stopped', message));
  }

  #end(winding: Winding, status: ClockAdvance): void {
    winding.ended = status;
    winding.watch?.stop();
    if (winding === this.#latest) this.#ports.onAdvance();
  }
}
