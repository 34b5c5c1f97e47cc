import type { Cancel, ClockSetting, HostTimer, LabTime } from '@klockwork/kernel';
import { AdvanceDriver } from './advance-driver.ts';
import { blockedBy } from './blocked-by.ts';
import type { AdvanceOutcome, ClockMode, MemberState, NextTimer } from './clock-state.ts';
import type { Advance, AdvanceCommand, ClockCoordinator, ClockCoordinatorOptions } from './coordinator.ts';
import { LockstepAdvance } from './lockstep-advance.ts';
import { MemberChannel, type MemberEvents } from './member-channel.ts';
import { nearestTimers } from './nearest-timers.ts';
import { ProcessTime } from './process-time.ts';

/** Interval of checks in ms of host time: pings of silent members during an advance, repeated settings otherwise. */
const PATROL_MS = 25;
const HEARTBEAT_MS = 1_000;

/** Lead time of an announced standstill, in ms of host time. */
const STANDSTILL_MS = 20;

/** Time limit for an expected process, in ms of host time. */
const EXPECT_MS = 5_000;

/** Creates the coordinator of the lab's clock over `channel`. Sends `hello`, and then controls lab time. */
export function createClockCoordinator(options: ClockCoordinatorOptions): ClockCoordinator {
  return new LockstepCoordinator(options);
}

class LockstepCoordinator implements ClockCoordinator {
  readonly #options: ClockCoordinatorOptions;
  readonly #name: string;
  readonly #host: HostTimer;
  readonly #own: ProcessTime;
  readonly #channel: MemberChannel;
  readonly #listeners = new Set<() => void>();
  #setting: ClockSetting;
  #rate: number;
  #paused: boolean;
  #advance: LockstepAdvance | undefined;
  #driver: AdvanceDriver | undefined;
  #round = 0;
  #notifiedJumps = 0;
  #cancelPatrol: Cancel = () => {};
  #cancelAlarm: Cancel = () => {};

  constructor(options: ClockCoordinatorOptions) {
    this.#options = options;
    this.#name = options.name ?? 'clock';
    this.#host = options.host;
    this.#setting = options.setting;
    this.#rate = (options.setting.type === 'scaled' && options.setting.rate) || 1;
    this.#paused = options.setting.type === 'lockstep' || options.setting.rate === 0;
    this.#own = new ProcessTime({ ...options, onRest: () => this.#driver?.step() });
    this.#channel = new MemberChannel(options, this.#events());
    this.#follow(options.setting.type === 'scaled' ? options.setting : this.#bound(options.setting.labAt));
    this.#patrolIn(HEARTBEAT_MS);
  }

  state(): { now: LabTime; mode: ClockMode; rate: number; members: readonly MemberState[] } {
    const mode = this.#advance?.movesTime ? 'Advancing' : this.#isStanding ? 'Paused' : 'Running';
    return { now: this.#stands ?? this.#own.now(), mode, rate: this.#rate, members: this.#channel.members.states() };
  }

  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  expect(name: string, hostMs = EXPECT_MS): Cancel {
    const cancel = this.#channel.members.expect(name, this.#host.now() + hostMs);
    this.#changed();
    return () => {
      if (cancel()) this.#changed();
    };
  }

  scale(rate: number): void {
    const wasRunning = !this.#paused && this.#advance === undefined;
    this.#paused = rate === 0;
    if (rate > 0) this.#rate = rate;
    if (this.#advance !== undefined) this.#finish(this.#advance, 'Stopped');
    else {
      if (wasRunning && rate === 0) this.#pause();
      // A repeated pause keeps the first instant: some members already stand there.
      else if (rate > 0 || this.#stands === undefined) this.#follow(this.#bound(this.#own.now()));
      this.#notify();
    }
  }

  advance(command: AdvanceCommand): Advance {
    const [standing, now, stands] = [this.#driver !== undefined, this.#own.now(), this.#stands ?? 0];
    if (this.#advance !== undefined) this.#end(this.#advance, 'Stopped');
    const advance = new LockstepAdvance({
      command,
      from: Math.max(now, stands),
      lab: () => this.#labState(),
      onStop: () => this.#driver?.step(),
    });
    this.#advance = advance;
    if (standing || (this.#paused && now >= stands)) this.#lockstep(advance, now);
    else this.#standStill(advance, this.#paused ? stands : Math.floor(now + STANDSTILL_MS * this.#rate));
    this.#patrolIn(PATROL_MS);
    this.#notify();
    return advance;
  }

  async timers(limit: number): Promise<readonly NextTimer[]> {
    const own = this.#options.clock.pending().map(({ at, timer }) => ({ at, process: this.#name, ...timer }));
    const answers = this.#channel.members.following().map(async (member) => {
      const timers = await this.#channel.timersOf(member, limit);
      return timers.map((timer) => ({ ...timer, process: member.name }));
    });
    return nearestTimers([own, ...(await Promise.all(answers))].flat(), limit);
  }

  stop(): void {
    if (this.#advance !== undefined) this.#end(this.#advance, 'Stopped');
    this.#cancelPatrol();
    this.#listeners.clear();
    this.#channel.close();
  }

  #events(): MemberEvents {
    return {
      setting: () => this.#present(),
      now: () => this.#own.now(),
      onTime: (now) => this.#raise(now),
      onMembers: () => this.#changed(),
      onFired: (fired) => this.#advance?.fired(fired),
      onAnswer: (member, answer) => this.#driver?.onAnswer(member, answer),
      onGateRequest: () => this.#onGateRequest(),
      onMemberState: () => this.#driver?.step(),
    };
  }

  /** Gates close in lockstep only: a member with a gate request otherwise missed the end of lockstep. */
  #onGateRequest(): void {
    if (this.#driver !== undefined) this.#driver.step();
    else this.#channel.publish({ type: 'follow', setting: this.#setting });
  }

  /** Restarts the present question after a change of members. */
  #changed(): void {
    for (const { name, fenced } of this.#channel.members.all()) if (fenced) this.#advance?.leave(name);
    this.#driver?.restart();
    this.#driver?.step();
    this.#notify();
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Returns the time setting for a joining member. */
  #present(): ClockSetting {
    return this.#setting.type === 'scaled' ? this.#setting : { type: 'lockstep', labAt: this.#own.now() };
  }

  /** Returns the setting for the present rate, starting at `labAt`. */
  #bound(labAt: LabTime): ClockSetting {
    return { type: 'scaled', hostAt: this.#host.now(), labAt, rate: this.#paused ? 0 : this.#rate };
  }

  #follow(setting: ClockSetting): void {
    this.#setting = setting;
    this.#channel.publish({ type: 'follow', setting });
    this.#own.follow(setting);
  }

  /** A running member may be ahead of a new coordinator: lab time never moves backwards. */
  #raise(now: LabTime): void {
    if (now <= this.#own.now()) return;
    if (this.#driver !== undefined) {
      this.#driver.restart();
      this.#beginAt(now);
    } else if (this.#advance === undefined) this.#follow(this.#bound(now));
  }

  /** Returns the instant of a present or announced standstill. */
  get #stands(): LabTime | undefined {
    return this.#advance === undefined && this.#paused && this.#setting.type === 'scaled' ? this.#setting.until : undefined;
  }

  /** Announces an instant slightly ahead, so that all clocks stop there. An immediate stop would leave clocks at different times. */
  #pause(): void {
    const at = Math.floor(this.#own.now() + STANDSTILL_MS * this.#rate);
    this.#follow(this.#setting.type === 'scaled' ? { ...this.#setting, until: at } : this.#bound(this.#own.now()));
    this.#wakeAt(this.#host.now() + STANDSTILL_MS + 1, () => this.#notify());
  }

  /** True once all clocks reached the announced instant: listeners of a pause find every clock there. */
  get #isStanding(): boolean {
    return this.#paused && this.#own.now() >= (this.#stands ?? 0);
  }

  /** Announces an instant slightly ahead, where all clocks stop; then lockstep begins. */
  #standStill(advance: LockstepAdvance, soon: LabTime): void {
    const now = this.#own.now();
    const at = Math.max(now, Math.min(advance.command.until, soon));
    if (this.#setting.type === 'scaled') this.#follow({ ...this.#setting, until: at });
    this.#wakeAt(this.#host.now() + (at - now) / this.#rate + 1, () => this.#lockstep(advance, at));
  }

  #lockstep(advance: LockstepAdvance, at: LabTime): void {
    const labAt = Math.max(at, this.#own.now());
    advance.paced = { labAt, hostAt: this.#host.now() };
    this.#driver = new AdvanceDriver({
      ...this.#options,
      advance,
      channel: this.#channel,
      own: this.#own,
      routed: this.#options.channel.routed,
      round: this.#round,
      onEnd: (outcome) => this.#finish(advance, outcome),
      wakeAt: (hostAt) => this.#wakeAt(hostAt, () => this.#driver?.step()),
    });
    this.#beginAt(labAt);
    this.#driver.step();
  }

  /** Starts lockstep at `labAt`: all members report idle anew. */
  #beginAt(labAt: LabTime): void {
    for (const member of this.#channel.members.following()) member.idle = undefined;
    this.#follow({ type: 'lockstep', labAt });
  }

  #wakeAt(hostAt: number, wake: () => void): void {
    this.#cancelAlarm();
    this.#cancelAlarm = this.#host.set(hostAt - this.#host.now(), wake);
  }

  #labState() {
    const own = { name: this.#name, reasons: this.#options.activity.state().reasons };
    const now = this.#own.now();
    return { now, hostNow: this.#host.now(), blockedBy: blockedBy(this.#channel.members, now, own) };
  }

  /** Ends the advance, and restores the previous time setting. */
  #finish(advance: LockstepAdvance, outcome: AdvanceOutcome): void {
    this.#end(advance, outcome);
    this.#follow(this.#bound(this.#own.now()));
    this.#patrolIn(HEARTBEAT_MS);
    this.#notify();
  }

  #end(advance: LockstepAdvance, outcome: AdvanceOutcome): void {
    advance.fired(this.#own.takeFired());
    this.#cancelAlarm();
    this.#driver?.end();
    this.#round = this.#driver?.round ?? this.#round;
    this.#driver = undefined;
    this.#advance = undefined;
    advance.end(outcome);
  }

  #patrolIn(hostMs: number): void {
    this.#cancelPatrol();
    this.#cancelPatrol = this.#host.set(hostMs, () => this.#patrol());
  }

  #patrol(): void {
    if (this.#channel.members.expire(this.#host.now()).length > 0) this.#changed();
    const advance = this.#advance;
    this.#patrolIn(advance === undefined ? HEARTBEAT_MS : PATROL_MS);
    if (advance === undefined) this.#channel.publish({ type: 'follow', setting: this.#setting });
    else this.#lookAfter(advance);
  }

  #lookAfter(advance: LockstepAdvance): void {
    if (advance.stopBy !== undefined && advance.stopBy <= this.#host.now()) {
      this.#finish(advance, 'Stopped');
      return;
    }
    advance.fired(this.#own.takeFired());
    if (this.#driver !== undefined) {
      this.#channel.pingSilent();
      this.#channel.sendTime();
    }
    this.#driver?.cancelLateWave();
    this.#driver?.step();
    if (advance.jumps !== this.#notifiedJumps) this.#notify();
    this.#notifiedJumps = advance.jumps;
  }
}
