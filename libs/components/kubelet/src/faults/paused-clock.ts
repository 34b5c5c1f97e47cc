import { type Cancel, type Clock, DeadlineClock, type LabTime, type TimerName } from '@klockwork/kernel';
import type { AgentPause } from './agent-pause.ts';

/** Clock of a node's agent: timers that are due in a pause fire after it. */
export class PausedClock extends DeadlineClock {
  readonly #clock: Clock;
  readonly #pause: AgentPause;

  constructor(clock: Clock, pause: AgentPause) {
    super();
    this.#clock = clock;
    this.#pause = pause;
  }

  now(): LabTime {
    return this.#clock.now();
  }

  at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel {
    let drop: Cancel = () => {};
    const cancel = this.#clock.at(deadline, timer, () => {
      drop = this.#pause.run(fire);
    });
    return () => {
      cancel();
      drop();
    };
  }
}
