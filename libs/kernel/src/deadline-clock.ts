import type { Cancel, Clock, LabTime, TimerName } from './clock.ts';
import { StoppedError, type StopSignal } from './stop-signal.ts';

/** Clock that needs `now` and `at` only: spans become deadlines. */
export abstract class DeadlineClock implements Clock {
  abstract now(): LabTime;

  abstract at(deadline: LabTime, timer: TimerName, fire: () => void): Cancel;

  after(delayMs: number, timer: TimerName, fire: () => void): Cancel {
    return this.at(this.now() + Math.max(0, delayMs), timer, fire);
  }

  sleep(delayMs: number, timer: TimerName, stop: StopSignal): Promise<void> {
    if (stop.stopped) return Promise.reject(new StoppedError());
    return new Promise((resolve, reject) => {
      const release = stop.onStop(() => {
        cancel();
        reject(new StoppedError());
      });
      const cancel = this.after(delayMs, timer, () => {
        release();
        resolve();
      });
    });
  }
}
