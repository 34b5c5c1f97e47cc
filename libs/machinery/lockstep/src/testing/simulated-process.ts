import { type Cancel, CountingActivity, type HostTimer, type ManualHost } from '@klockwork/kernel';

/** Process of a simulated host, which can be frozen (SIGSTOP), resumed and killed at any instant. */
export class SimulatedProcess implements HostTimer {
  readonly name: string;
  readonly activity: CountingActivity;
  readonly #host: ManualHost;
  readonly #waiting: (() => void)[] = [];
  #state: 'runs' | 'frozen' | 'dead' = 'runs';
  /** True for a process frozen long enough to be fenced out: its actions may be late. */
  excused = false;

  constructor(name: string, host: ManualHost) {
    this.name = name;
    this.#host = host;
    this.activity = new CountingActivity((then) => void this.set(0, then));
  }

  get alive(): boolean {
    return this.#state !== 'dead';
  }

  now(): number {
    return this.#host.now();
  }

  set(delayMs: number, fire: () => void): Cancel {
    let cancelled = false;
    const cancel = this.#host.set(delayMs, () => this.run(() => cancelled || fire()));
    return () => {
      cancelled = true;
      cancel();
    };
  }

  /** Runs `act` as one event of this process: delayed while frozen, dropped after death. */
  run(act: () => void): void {
    if (this.#state === 'runs') act();
    else if (this.#state === 'frozen') this.#waiting.push(act);
  }

  freeze(): void {
    if (this.alive) this.#state = 'frozen';
  }

  /** Handles all events of the frozen period at once, in order, like one read of a full socket. */
  thaw(): void {
    if (this.#state !== 'frozen') return;
    this.#state = 'runs';
    for (const act of this.#waiting.splice(0)) this.run(act);
  }

  kill(): void {
    this.#state = 'dead';
    this.#waiting.length = 0;
  }
}
