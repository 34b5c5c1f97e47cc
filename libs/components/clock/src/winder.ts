import type { ClusterApi } from '@klockwork/cluster-api';
import type { Clock, Logger } from '@klockwork/kernel';
import type { Advance, AdvanceProgress, AdvanceResult, ClockCoordinator } from '@klockwork/lockstep';
import type { ClockAdvance } from '@klockwork/resources';
import { type AdvanceGoal, goalOf } from './advance-goal.ts';
import { endedStatus, runningStatus, unwoundStatus } from './advance-status.ts';
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
  begun?: Advance;
  readonly watch?: ConditionWatch;
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
    this.#ports.coordinator.scale(rate);
  }

  /** Begins an advance; the one before ends. */
  wind(stored: ClockAdvance): void {
    const goal = goalOf(stored);
    if (goal === undefined) this.#leave(stored, 'Failed', 'the request cannot be read');
    else this.#begin(stored, goal);
  }

  /** Says of an advance that nobody winds that it has ended. */
  callOff(stored: ClockAdvance): void {
    this.#leave(stored, 'Stopped', 'nobody was winding when its end was asked for');
  }

  /** Ends the advance under way where it is. */
  stop(): void {
    this.#latest?.begun?.stop();
  }

  /** Lets go of all: an advance goes on without us. */
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
    // Its first list is a request, and a request holds the lab's time: nothing jumps before the object as it is has been judged.
    const watch = condition && new ConditionWatch(condition, this.#ports);
    const winding: Winding = { stored, ...(watch && { watch }) };
    // Known before it begins: the coordinator tells of it at once, and what then is obeyed must not begin it again.
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
