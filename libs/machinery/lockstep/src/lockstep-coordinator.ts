import type { Cancel, ClockSetting, HostTimer, LabTime } from '@klockwork/kernel';
import { AdvanceRun } from './advance-run.ts';
import { blockedBy } from './blocked-by.ts';
import type { AdvanceOutcome, AdvanceProgress, ClockMode, MemberState, NextTimer } from './clock-state.ts';
import type { Advance, AdvanceCommand, ClockCoordinator, ClockCoordinatorOptions } from './coordinator.ts';
import { Desk, type DeskEvents } from './desk.ts';
import { Drive } from './drive.ts';
import { nearestTimers } from './nearest-timers.ts';
import { OwnTime } from './own-time.ts';

/** How often it looks after the silent while it advances, and tells of its setting while it does not, in ms of host time. */
const PATROL_MS = 25;
const HEARTBEAT_MS = 1_000;

/** How long before they stand all clocks are told the instant at which they will, in ms of host time. */
const STANDSTILL_MS = 20;

/** How long an advance that is to stop waits for the next instant at which nothing is under way, in ms of host time. */
const STOP_MS = 200;

/** How long a process that was announced may take to come, in ms of host time. */
const EXPECT_MS = 5_000;

/** The coordinator of the lab's clock over `channel`. It says hello, and from then on lab time goes as it says. */
export function createClockCoordinator(options: ClockCoordinatorOptions): ClockCoordinator {
  return new LockstepCoordinator(options);
}

class LockstepCoordinator implements ClockCoordinator {
  readonly #options: ClockCoordinatorOptions;
  readonly #name: string;
  readonly #host: HostTimer;
  readonly #own: OwnTime;
  readonly #desk: Desk;
  readonly #listeners = new Set<() => void>();
  #setting: ClockSetting;
  #rate: number;
  #paused: boolean;
  #run: AdvanceRun | undefined;
  #drive: Drive | undefined;
  #round = 0;
  #jumpsTold = 0;
  #cancelPatrol: Cancel = () => {};
  #cancelAlarm: Cancel = () => {};

  constructor(options: ClockCoordinatorOptions) {
    this.#options = options;
    this.#name = options.name ?? 'clock';
    this.#host = options.host;
    this.#setting = options.setting;
    this.#rate = (options.setting.mode === 'scaled' && options.setting.rate) || 1;
    this.#paused = options.setting.mode === 'lockstep' || options.setting.rate === 0;
    this.#own = new OwnTime({ ...options, onRest: () => this.#drive?.step() });
    this.#desk = new Desk(options, this.#events());
    this.#follow(options.setting.mode === 'scaled' ? options.setting : this.#bound(options.setting.labAt));
    this.#patrolIn(HEARTBEAT_MS);
  }

  state(): { now: LabTime; mode: ClockMode; rate: number; members: readonly MemberState[] } {
    const mode = this.#run !== undefined ? 'Advancing' : this.#isStanding ? 'Paused' : 'Running';
    return { now: this.#stands ?? this.#own.now(), mode, rate: this.#rate, members: this.#desk.members.states() };
  }

  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  expect(name: string, hostMs = EXPECT_MS): Cancel {
    const cancel = this.#desk.members.expect(name, this.#host.now() + hostMs);
    this.#changed();
    return () => {
      if (cancel()) this.#changed();
    };
  }

  scale(rate: number): void {
    const wasRunning = !this.#paused && this.#run === undefined;
    this.#paused = rate === 0;
    if (rate > 0) this.#rate = rate;
    if (this.#run !== undefined) this.#finish(this.#run, 'Stopped');
    else {
      if (wasRunning && rate === 0) this.#pause();
      // Who is told twice to stand stands where it was told first: by now some are there, and others not yet.
      else if (rate > 0 || this.#stands === undefined) this.#follow(this.#bound(this.#own.now()));
      this.#notify();
    }
  }

  advance(command: AdvanceCommand): Advance {
    const [standing, now, stands] = [this.#drive !== undefined, this.#own.now(), this.#stands ?? 0];
    if (this.#run !== undefined) this.#end(this.#run, 'Stopped');
    const run = new AdvanceRun(command, Math.max(now, stands), this.#host.now());
    this.#run = run;
    if (standing || (this.#paused && now >= stands)) this.#lockstep(run, now);
    else this.#standStill(run, this.#paused ? stands : Math.floor(now + STANDSTILL_MS * this.#rate));
    this.#patrolIn(PATROL_MS);
    this.#notify();
    return { done: run.done, stop: () => this.#stopSoon(run), progress: () => run.result ?? this.#progress(run) };
  }

  async timers(limit: number): Promise<readonly NextTimer[]> {
    const own = this.#options.clock.pending().map(({ at, timer }) => ({ at, process: this.#name, ...timer }));
    const asked = this.#desk.members.following().map(async (member) => {
      const timers = await this.#desk.timersOf(member, limit);
      return timers.map((timer) => ({ ...timer, process: member.name }));
    });
    return nearestTimers([own, ...(await Promise.all(asked))].flat(), limit);
  }

  stop(): void {
    if (this.#run !== undefined) this.#end(this.#run, 'Stopped');
    this.#cancelPatrol();
    this.#listeners.clear();
    this.#desk.close();
  }

  #events(): DeskEvents {
    return {
      setting: () => this.#present(),
      now: () => this.#own.now(),
      onTime: (now) => this.#raise(now),
      onMembers: () => this.#changed(),
      onFired: (fired) => this.#run?.fired(fired),
      onAnswer: (member, answer) => this.#drive?.onAnswer(member, answer),
      onKnock: () => this.#onKnock(),
      onNews: () => this.#drive?.step(),
    };
  }

  /** Gates are closed in lockstep only: who knocks otherwise has not heard that it is over. */
  #onKnock(): void {
    if (this.#drive !== undefined) this.#drive.step();
    else this.#desk.tell({ type: 'follow', setting: this.#setting });
  }

  /** Somebody came or went: what is under way begins anew. */
  #changed(): void {
    for (const { name, fenced } of this.#desk.members.all()) if (fenced) this.#run?.leave(name);
    this.#drive?.restart();
    this.#drive?.step();
    this.#notify();
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** How lab time goes, as who joins now must hear it. */
  #present(): ClockSetting {
    return this.#setting.mode === 'scaled' ? this.#setting : { mode: 'lockstep', labAt: this.#own.now() };
  }

  /** From `labAt` on as the rate says. */
  #bound(labAt: LabTime): ClockSetting {
    return { mode: 'scaled', hostAt: this.#host.now(), labAt, rate: this.#paused ? 0 : this.#rate };
  }

  #follow(setting: ClockSetting): void {
    this.#setting = setting;
    this.#desk.tell({ type: 'follow', setting });
    this.#own.follow(setting);
  }

  /** A process that was there before this coordinator is ahead: lab time never goes back. */
  #raise(now: LabTime): void {
    if (now <= this.#own.now()) return;
    if (this.#drive !== undefined) {
      this.#drive.restart();
      this.#beginAt(now);
    } else if (this.#run === undefined) this.#follow(this.#bound(now));
  }

  /** The instant at which all clocks stand, or will in a moment, when they were told one. */
  get #stands(): LabTime | undefined {
    return this.#run === undefined && this.#paused && this.#setting.mode === 'scaled' ? this.#setting.until : undefined;
  }

  /** All clocks are told an instant a little ahead, and stand there: told to stand at once, each would be a little further than the last. */
  #pause(): void {
    const at = Math.floor(this.#own.now() + STANDSTILL_MS * this.#rate);
    this.#follow(this.#setting.mode === 'scaled' ? { ...this.#setting, until: at } : this.#bound(this.#own.now()));
    this.#wakeAt(this.#host.now() + STANDSTILL_MS + 1, () => this.#notify());
  }

  /** Told to stand, and there: who hears of a pause must find every clock at its instant. */
  get #isStanding(): boolean {
    return this.#paused && this.#own.now() >= (this.#stands ?? 0);
  }

  /** All clocks are told an instant a little ahead, and stand there; then lockstep begins. */
  #standStill(run: AdvanceRun, soon: LabTime): void {
    const now = this.#own.now();
    const at = Math.max(now, Math.min(run.command.until, soon));
    if (this.#setting.mode === 'scaled') this.#follow({ ...this.#setting, until: at });
    this.#wakeAt(this.#host.now() + (at - now) / this.#rate + 1, () => this.#lockstep(run, at));
  }

  #lockstep(run: AdvanceRun, at: LabTime): void {
    const labAt = Math.max(at, this.#own.now());
    run.paced = { labAt, hostAt: this.#host.now() };
    this.#drive = new Drive({
      ...this.#options,
      run,
      desk: this.#desk,
      own: this.#own,
      routed: this.#options.channel.routed,
      round: this.#round,
      onEnd: (outcome) => this.#finish(run, outcome),
      wakeAt: (hostAt) => this.#wakeAt(hostAt, () => this.#drive?.step()),
    });
    this.#beginAt(labAt);
    this.#drive.step();
  }

  /** All are in lockstep at `labAt`, and say anew when they are at rest. */
  #beginAt(labAt: LabTime): void {
    for (const member of this.#desk.members.following()) member.rest = undefined;
    this.#follow({ mode: 'lockstep', labAt });
  }

  #wakeAt(hostAt: number, wake: () => void): void {
    this.#cancelAlarm();
    this.#cancelAlarm = this.#host.set(hostAt - this.#host.now(), wake);
  }

  #stopSoon(run: AdvanceRun): void {
    if (run.result !== undefined || run.stopBy !== undefined) return;
    run.stopBy = this.#host.now() + STOP_MS;
    this.#drive?.step();
  }

  #progress(run: AdvanceRun): AdvanceProgress {
    const own = { name: this.#name, reasons: this.#options.activity.state().reasons };
    const now = this.#own.now();
    return run.progress(now, this.#host.now(), blockedBy(this.#desk.members, now, own));
  }

  /** The advance is over, and time goes on as before. */
  #finish(run: AdvanceRun, outcome: AdvanceOutcome): void {
    this.#end(run, outcome);
    this.#follow(this.#bound(this.#own.now()));
    this.#patrolIn(HEARTBEAT_MS);
    this.#notify();
  }

  #end(run: AdvanceRun, outcome: AdvanceOutcome): void {
    run.fired(this.#own.takeFired());
    this.#cancelAlarm();
    this.#drive?.end();
    this.#round = this.#drive?.round ?? this.#round;
    this.#drive = undefined;
    this.#run = undefined;
    run.end(outcome, this.#progress(run));
  }

  #patrolIn(hostMs: number): void {
    this.#cancelPatrol();
    this.#cancelPatrol = this.#host.set(hostMs, () => this.#patrol());
  }

  #patrol(): void {
    if (this.#desk.members.expire(this.#host.now()).length > 0) this.#changed();
    const run = this.#run;
    this.#patrolIn(run === undefined ? HEARTBEAT_MS : PATROL_MS);
    if (run === undefined) this.#desk.tell({ type: 'follow', setting: this.#setting });
    else this.#lookAfter(run);
  }

  #lookAfter(run: AdvanceRun): void {
    if (run.stopBy !== undefined && run.stopBy <= this.#host.now()) {
      this.#finish(run, 'Stopped');
      return;
    }
    run.fired(this.#own.takeFired());
    if (this.#drive !== undefined) {
      this.#desk.askSilent();
      this.#desk.remind();
    }
    this.#drive?.patrol();
    this.#drive?.step();
    if (run.jumps !== this.#jumpsTold) this.#notify();
    this.#jumpsTold = run.jumps;
  }
}
