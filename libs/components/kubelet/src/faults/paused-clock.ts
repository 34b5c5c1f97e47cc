import { type Cancel, type Clock, type LabTime, type StopSignal, sleepOn, type TimerName } from '@klockwork/kernel';
import type { AgentPause } from './agent-pause.ts';

/** Clock of a node's agent: timers that are due in a pause fire after it. */
export class PausedClock implements Clock {
  readonly #clock: Clock;
  readonly #pause: AgentPause;

  constructor(clock: Clock, pause: AgentPause) {
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

  after(delayMs: number, timer: TimerName, fire: () => void): Cancel {
    return this.at(this.now() + Math.max(0, delayMs), timer, fire);
  }

  sleep(delayMs: number, timer: TimerName, stop: StopSignal): Promise<void> {
    return sleepOn(this, delayMs, timer, stop);
  }
}
