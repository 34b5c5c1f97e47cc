import { type Clock, type LabTime, StoppedError, type StopSignal } from '@klockwork/kernel';
import { BusyTime } from './use/busy-time.ts';

/** Processor ms of a hundred commands. */
const MS_PER_HUNDRED = 10;
/** Millicores of a whole processor. */
const MILLI = 1_000;
/** Commands a process may run before their lab time must pass. Doubles with each consecutive turn … */
const TURN_MIN = 100;
/** … up to this limit. Without it, a busy loop would stop lab time every 10 ms. */
const TURN_MAX = 1_000;

/**
 * Max processes of a container between two turns, as on a node of four processors; all others wait.
 * A thousand processes that never wait would hold up the host's event loop for minutes.
 */
const RESTING_MAX = 4;

/** Processor limit of a container, and its accounting. */
export interface ProcessorAccount {
  /** Limit in millicores; undefined means one whole processor for each single-threaded program. */
  readonly cpuMilli: number | undefined;
  readonly busy: BusyTime;
}

/** Process with processor accounting. */
export interface CpuUser {
  readonly pid: number;
  readonly killed: StopSignal;
  /** Processor ms used so far; {@link CpuTime} adds to it. */
  busyMs: number;
}

/** Processor of a container: busy processes use up lab time, thus let others run. */
export class CpuTime {
  readonly #clock: Clock;
  /** Processes waiting for the end of their turn. */
  #resting = 0;
  #commands = 0;
  #turn = TURN_MIN;
  #since: LabTime;
  /** How many work at once. */
  #working = 0;

  readonly #account: ProcessorAccount;

  constructor(clock: Clock, account: ProcessorAccount = { cpuMilli: undefined, busy: new BusyTime() }) {
    this.#clock = clock;
    this.#account = account;
    this.#since = clock.now();
  }

  /** Accounts for one command. Rejects with StoppedError after a kill. */
  spend(by: CpuUser): Promise<void> | undefined {
    if (by.killed.stopped) return Promise.reject(new StoppedError());
    return this.#resting < RESTING_MAX ? this.#count(by) : this.#queue(by);
  }

  /** Adds commands to the current turn; the next {@link spend} ends a full turn. */
  charge(commands: number): void {
    if (this.#clock.now() > this.#since) this.#waited();
    this.#commands += commands;
  }

  #count(by: CpuUser): Promise<void> | undefined {
    if (this.#clock.now() > this.#since) this.#waited();
    this.#commands += 1;
    return this.#commands < this.#turn ? undefined : this.#endTurn(by);
  }

  /** Uses a processor for `cpuMs`, shared with other processes and slowed by the container limit. */
  async work(by: CpuUser, cpuMs: number): Promise<void> {
    this.#working += 1;
    const wanted = this.#working * MILLI;
    const { cpuMilli = wanted } = this.#account;
    const tookMs = Math.ceil(cpuMs * (wanted / Math.min(wanted, Math.max(1, cpuMilli))));
    const now = this.#clock.now();
    this.#account.busy.add(by.pid, now, now + tookMs, cpuMs);
    by.busyMs += cpuMs;
    try {
      await this.#clock.sleep(tookMs, { name: 'container-cpu' }, by.killed);
    } finally {
      this.#working -= 1;
    }
  }

  /** Starts a new turn after a wait: earlier commands are done. */
  #waited(): void {
    this.#since = this.#clock.now();
    this.#commands = 0;
    this.#turn = TURN_MIN;
  }

  /** Charges the whole turn to its last process, like a kernel's tick accounting. */
  #endTurn(by: CpuUser): Promise<void> {
    const cpuMs = (this.#turn / 100) * MS_PER_HUNDRED;
    const tookMs = Math.ceil(cpuMs * this.#slowness);
    this.#commands = 0;
    this.#turn = Math.min(this.#turn * 2, TURN_MAX);
    const now = this.#clock.now();
    this.#since = now + tookMs;
    this.#account.busy.add(by.pid, now, this.#since, cpuMs);
    by.busyMs += cpuMs;
    return this.#rest(by, tookMs);
  }

  /** Waits until fewer than {@link RESTING_MAX} processes rest. Its command then counts as any other. */
  async #queue(by: CpuUser): Promise<void> {
    do {
      const delayMs = Math.max(1, this.#since - this.#clock.now());
      await this.#clock.sleep(delayMs, { name: 'container-cpu' }, by.killed);
    } while (this.#resting >= RESTING_MAX);
    await this.#count(by);
  }

  async #rest(by: CpuUser, delayMs: number): Promise<void> {
    this.#resting += 1;
    try {
      await this.#clock.sleep(delayMs, { name: 'container-cpu' }, by.killed);
    } finally {
      this.#resting -= 1;
    }
  }

  /** Slowdown factor of the container limit. */
  get #slowness(): number {
    const { cpuMilli = MILLI } = this.#account;
    return MILLI / Math.min(MILLI, Math.max(1, cpuMilli));
  }
}
