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
  #commands = 0;
  #turn = TURN_MIN;
  #since: LabTime;

  readonly #account: ProcessorAccount;

  constructor(clock: Clock, account: ProcessorAccount = { cpuMilli: undefined, busy: new BusyTime() }) {
    this.#clock = clock;
    this.#account = account;
    this.#since = clock.now();
  }

  /** Takes the time of one more command. Rejects with StoppedError once its process is killed. */
  spend(by: CpuUser): Promise<void> | undefined {
    if (by.killed.stopped) return Promise.reject(new StoppedError());
    if (this.#clock.now() > this.#since) this.#waited();
    this.#commands += 1;
    return this.#commands < this.#turn ? undefined : this.#endTurn(by);
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
    return this.#clock.sleep(tookMs, { name: 'container-cpu' }, by.killed);
  }

  /** How much longer everything takes below the limit of the container. */
  get #slowness(): number {
    const { cpuMilli = MILLI } = this.#account;
    return MILLI / Math.min(MILLI, Math.max(1, cpuMilli));
  }
}
