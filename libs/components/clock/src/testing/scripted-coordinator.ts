import type { Cancel, LabTime } from '@klockwork/kernel';
import type {
  Advance,
  AdvanceCommand,
  AdvanceOutcome,
  AdvanceProgress,
  ClockCoordinator,
  ClockMode,
  MemberState,
  NextTimer,
} from '@klockwork/lockstep';

/** Coordinator without members: the test sets progress and end of an advance. */
export class ScriptedCoordinator implements ClockCoordinator {
  readonly commands: AdvanceCommand[] = [];
  readonly rates: number[] = [];
  now: LabTime;
  members: readonly MemberState[] = [];
  next: readonly NextTimer[] = [];
  readonly #listeners = new Set<() => void>();
  #rate: number;
  #paused = false;
  #progress: AdvanceProgress | undefined;
  #finish: (outcome: AdvanceOutcome) => void = () => {};

  constructor(now: LabTime, rate = 1) {
    this.now = now;
    this.#rate = rate;
  }

  state(): { now: LabTime; mode: ClockMode; rate: number; members: readonly MemberState[] } {
    const mode = this.#progress !== undefined ? 'Advancing' : this.#paused ? 'Paused' : 'Running';
    return { now: this.now, mode, rate: this.#rate, members: this.members };
  }

  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  expect(): Cancel {
    return () => {};
  }

  scale(rate: number): void {
    this.end('Stopped');
    this.rates.push(rate);
    this.#paused = rate === 0;
    if (rate > 0) this.#rate = rate;
    this.tell();
  }

  advance(command: AdvanceCommand): Advance {
    this.end('Stopped');
    this.commands.push(command);
    const { now } = this;
    let progress: AdvanceProgress = { from: now, to: command.until, now, jumps: 0, fired: {}, hostMs: 0, blockedBy: [] };
    this.#progress = progress;
    const done = new Promise<AdvanceOutcome>((resolve) => {
      this.#finish = resolve;
    });
    this.tell();
    return {
      done,
      stop: () => this.end('Stopped'),
      progress: () => {
        if (this.#progress?.to === progress.to) progress = this.#progress;
        return progress;
      },
    };
  }

  async timers(limit: number): Promise<readonly NextTimer[]> {
    return this.next.slice(0, limit);
  }

  stop(): void {}

  wound(progress: Partial<AdvanceProgress>): void {
    if (this.#progress === undefined) throw new Error('no advance is under way');
    this.#progress = { ...this.#progress, ...progress };
    this.now = this.#progress.now;
    this.tell();
  }

  /** Ends the running advance, if any. */
  end(outcome: AdvanceOutcome): void {
    const progress = this.#progress;
    if (progress === undefined) return;
    this.#progress = undefined;
    this.#finish(outcome);
    this.tell();
  }

  /** Notifies listeners. */
  tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
