import { type Clock, type LabTime, StoppedError, type StopSignal } from '@klockwork/kernel';
import { BusyTime } from './use/busy-time.ts';

/** Processor time that a hundred commands take. */
const MS_PER_HUNDRED = 10;
/** Thousandths that are a whole processor. */
const MILLI = 1_000;
/** So many commands may run in a row before their time has to pass; twice as many the next time … */
const TURN_MIN = 100;
/** … up to this: a program that never waits would otherwise stop the cluster's time every 10 ms. */
const TURN_MAX = 1_000;

/**
 * Max processes of a container between two turns, as on a node of four processors; all others wait.
 * A thousand processes that never wait would hold up the host's event loop for minutes.
 */
const RESTING_MAX = 4;

/** Whose processor it is: how much of it there is, and where its use is written down. */
export interface ProcessorAccount {
  /** Thousandths of a processor; a whole one for a program without threads unless it is less. */
  readonly cpuMilli: number | undefined;
  readonly busy: BusyTime;
}

/** Who uses it. */
export interface CpuUser {
  readonly pid: number;
  readonly killed: StopSignal;
  /** What it used so far, in ms of one processor: this is where it is written down. */
  busyMs: number;
}

/** The processor of a container: a program that never waits uses up lab time, so that others have their turn. */
export class CpuTime {
  readonly #clock: Clock;
  /** Processes whose turn is over. */
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

  /** Takes the time of one more command. Rejects with StoppedError once its process is killed. */
  spend(by: CpuUser): Promise<void> | undefined {
    if (by.killed.stopped) return Promise.reject(new StoppedError());
    return this.#resting < RESTING_MAX ? this.#count(by) : this.#queue(by);
  }

  /** Adds commands to the present turn, which the next {@link spend} ends if it is full. */
  charge(commands: number): void {
    if (this.#clock.now() > this.#since) this.#waited();
    this.#commands += commands;
  }

  #count(by: CpuUser): Promise<void> | undefined {
    if (this.#clock.now() > this.#since) this.#waited();
    this.#commands += 1;
    return this.#commands < this.#turn ? undefined : this.#endTurn(by);
  }

  /** Uses a processor for so long, beside others that do, and for longer below the limit of the container. */
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

  /** It waited for something else meanwhile: what it did before that is done. */
  #waited(): void {
    this.#since = this.#clock.now();
    this.#commands = 0;
    this.#turn = TURN_MIN;
  }

  /** Whoever had the last command is charged with all of the turn, as a kernel charges whom its tick finds running. */
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

  /** How much longer everything takes below the limit of the container. */
  get #slowness(): number {
    const { cpuMilli = MILLI } = this.#account;
    return MILLI / Math.min(MILLI, Math.max(1, cpuMilli));
  }
}
