import type { Body, ClockSubjects, ControlChannel, Subscription } from '@klockwork/bus';
import type { Activity, Cancel, DrivenClock, HostTimer, LabTime, Logger } from '@klockwork/kernel';
import type { NextTimer } from './clock-state.ts';
import { decode } from './decode.ts';
import { Gate } from './gate.ts';
import { Markers } from './markers.ts';
import type { ClockMember, ClockMemberOptions } from './member.ts';
import type { Admit, Confirm, FromMember, IdleState, Marker, Ping, Report, State, ToMember, ToMembers, Welcome } from './messages.ts';
import { nearestTimers } from './nearest-timers.ts';
import { ProcessTime } from './process-time.ts';

/** Interval between two joins until the welcome, in ms of host time. */
const JOIN_AGAIN_MS = 200;

const LEFT_OUT = 'the lab went on without this process: joining again';
const REPLACED = 'another coordinator moves the clock: joining it';
const ALONE = 'nobody answers for the clock: letting in what waits';

/** Marker for "no valid report". */
const NOTHING = { epoch: -1, admits: -1 };

/** Creates a member of the lab's clock over `channel`, not started yet. */
export function createClockMember(options: ClockMemberOptions): ClockMember {
  return new FollowingMember(options);
}

class FollowingMember implements ClockMember {
  readonly #name: string;
  readonly #incarnation: string;
  readonly #channel: ControlChannel;
  readonly #subjects: ClockSubjects;
  readonly #clock: DrivenClock;
  readonly #activity: Activity;
  readonly #host: HostTimer;
  readonly #logger: Logger;
  readonly #options: ClockMemberOptions;
  readonly #own: ProcessTime;
  readonly #gate: Gate;
  readonly #markers = new Markers((round) => this.#answer(round));
  readonly #subscriptions: Subscription[] = [];
  /** Accepted coordinator; messages of others are ignored before the welcome. */
  #coordinator: string | undefined;
  #welcomed: (() => void) | undefined;
  #notBefore: LabTime | undefined;
  #cancelJoin: Cancel = () => {};
  #invalidSeen = false;
  #reported = NOTHING;
  #admits = 0;
  /** Number of the question that awaits the end of settling. */
  #pendingRound: number | undefined;
  #headsSent: Readonly<Record<string, number>> = {};

  constructor(options: ClockMemberOptions) {
    this.#options = options;
    this.#name = options.name;
    this.#incarnation = options.incarnation;
    this.#channel = options.channel;
    this.#subjects = options.subjects;
    this.#clock = options.clock;
    this.#activity = options.activity;
    this.#host = options.host;
    this.#logger = options.logger;
    this.#notBefore = options.notBefore;
    this.#gate = new Gate({
      ...options,
      onRequest: () => this.#requestGate(),
      onAlone: () => this.#logger.warn({ process: this.#name }, ALONE),
    });
    this.#own = new ProcessTime({ ...options, onRest: () => this.#report() });
  }

  start(): Promise<void> {
    const { tick, to, marker } = this.#subjects;
    this.#subscriptions.push(this.#channel.subscribe(to(this.#incarnation), (body, reply) => this.#onToMe(body, reply)));
    this.#subscriptions.push(this.#channel.subscribe(tick, (body) => this.#onToMembers(body)));
    this.#subscriptions.push(this.#channel.subscribe(marker, (body) => this.#onMarker(body)));
    return new Promise((resolve) => {
      this.#welcomed = resolve;
      this.#join();
    });
  }

  leave(): void {
    this.#cancelJoin();
    this.#coordinator = undefined;
    this.#gate.open();
    for (const subscription of this.#subscriptions.splice(0)) subscription.stop();
    this.#send({ type: 'leave', from: this.#incarnation });
  }

  #join(): void {
    this.#coordinator = undefined;
    const now = this.#notBefore;
    const stamps = this.#options.heads !== undefined;
    this.#send({ type: 'join', from: this.#incarnation, name: this.#name, ...(now !== undefined && { now }), ...(stamps && { stamps }) });
    this.#cancelJoin();
    this.#cancelJoin = this.#host.set(JOIN_AGAIN_MS, () => this.#join());
  }

  #rejoin(why: string): void {
    this.#logger.warn({ process: this.#name }, why);
    this.#notBefore = this.#clock.now();
    this.#join();
  }

  #onToMe(body: Body, reply: (body: Body) => void): void {
    const message = decode.toMember(body);
    if (message === undefined) this.#noteInvalid();
    else if (message.type === 'welcome') this.#onWelcome(message);
    else if (message.type === 'ping') reply(this.#onPing(message) as Body);
    else this.#onMine(message);
  }

  #onMine(message: Exclude<ToMember, Welcome | Ping>): void {
    if (this.#coordinator === undefined) return;
    if (message.by !== this.#coordinator) {
      this.#rejoin(REPLACED);
      return;
    }
    this.#pendingRound = undefined;
    this.#catchUp(message.at);
    if (message.type === 'admit') this.#onAdmit(message);
  }

  #onWelcome({ by, setting }: Welcome): void {
    this.#cancelJoin();
    this.#coordinator = by;
    this.#headsSent = {};
    this.#admits = 0;
    this.#markers.forget();
    this.#followSetting(setting);
    this.#welcomed?.();
    this.#welcomed = undefined;
  }

  /** Answers every ping. A ping of the own coordinator also moves time, because this member missed a jump. */
  #onPing({ by, at, timers, out }: Ping): State {
    const mine = by === this.#coordinator;
    if (mine && out) this.#rejoin(LEFT_OUT);
    else if (mine && at !== undefined) this.#catchUp(at);
    const heads = this.#options.heads?.();
    const { fired } = this.#own;
    return {
      type: 'state',
      ...this.#idleState(),
      resting: this.#coordinator !== undefined && this.#own.isIdle(),
      holds: Object.fromEntries(this.#activity.state().reasons),
      ...(heads && { heads }),
      ...(fired && { fired }),
      ...(timers !== undefined && { timers: nearestTimers(this.#pending(), timers) }),
    };
  }

  #pending(): Omit<NextTimer, 'process'>[] {
    return this.#clock.pending().map(({ at, timer }) => ({ at, ...timer }));
  }

  #onToMembers(body: Body): void {
    const tick = decode.toMembers(body);
    if (tick === undefined) this.#noteInvalid();
    else if (this.#coordinator === undefined) return;
    else if (tick.by !== this.#coordinator) this.#rejoin(REPLACED);
    else if ('out' in tick && tick.out?.includes(this.#incarnation)) this.#rejoin(LEFT_OUT);
    else this.#onBroadcast(tick);
  }

  #onBroadcast(tick: ToMembers): void {
    if (tick.type === 'follow') this.#followSetting(tick.setting);
    else if (tick.type === 'confirm') this.#onConfirm(tick);
  }

  #followSetting(setting: Welcome['setting']): void {
    if (setting.type === 'scaled') this.#gate.open();
    else this.#gate.close();
    this.#reported = NOTHING;
    this.#pendingRound = undefined;
    this.#own.follow(setting);
  }

  #onConfirm({ round, at, heads, members }: Confirm): void {
    this.#catchUp(at);
    if (heads !== undefined) this.#options.onHeads?.(heads);
    if (members === undefined) {
      this.#answer(round);
      return;
    }
    this.#channel.publish(this.#subjects.marker, { type: 'marker', from: this.#incarnation, round } satisfies Marker);
    this.#markers.ask(round, members);
  }

  /** Moves to the lab's time after missed messages. */
  #catchUp(at: LabTime): void {
    if (!this.#own.lockstep) this.#followSetting({ type: 'lockstep', labAt: at });
    else {
      this.#gate.close();
      this.#own.jump(at);
    }
  }

  /** Executes each `admit` once. The coordinator awaits the report even if the waiting client disappeared. */
  #onAdmit({ admits }: Admit): void {
    if (admits <= this.#admits) return;
    this.#admits = admits;
    this.#gate.admitWaiting();
    if (this.#own.isIdle()) this.#report();
  }

  #requestGate(): void {
    this.#send({ type: 'gate-request', from: this.#incarnation });
  }

  #idleState(): IdleState {
    return { ...this.#own.idleState(), admits: this.#admits };
  }

  #onMarker(body: Body): void {
    const marker = decode.marker(body);
    if (marker === undefined) this.#noteInvalid();
    else if (this.#coordinator !== undefined) this.#markers.arrive(marker.round, marker.from);
  }

  /** Answers at once, unless this process is settling: then the next report carries the answer. */
  #answer(round: number): void {
    const resting = this.#own.isIdle();
    if (!resting && this.#own.isSettling()) this.#pendingRound = round;
    else this.#send({ type: 'answer', from: this.#incarnation, round, resting, ...this.#idleState() });
  }

  #report(): void {
    if (this.#coordinator === undefined) return;
    const idleState = this.#idleState();
    const round = this.#pendingRound;
    this.#pendingRound = undefined;
    if (round === undefined && idleState.epoch === this.#reported.epoch && idleState.admits === this.#reported.admits) return;
    this.#reported = { epoch: idleState.epoch, admits: idleState.admits };
    const fired = this.#own.takeFired();
    const heads = this.#newHeads();
    const attachments = { from: this.#incarnation, ...idleState, ...(fired && { fired }), ...(heads && { heads }) };
    this.#send(round === undefined ? { type: 'report', ...attachments } : { type: 'answer', round, resting: true, ...attachments });
  }

  /** Returns all heads if one changed since the last report. */
  #newHeads(): Report['heads'] {
    const heads = this.#options.heads?.();
    if (heads === undefined) return undefined;
    const last = this.#headsSent;
    this.#headsSent = heads;
    for (const kind in heads) if (heads[kind] !== last[kind]) return heads;
    return undefined;
  }

  #send(message: FromMember): void {
    this.#channel.publish(this.#subjects.report, message as Body);
  }

  #noteInvalid(): void {
    if (!this.#invalidSeen) this.#logger.warn({ process: this.#name }, 'a message on the subjects of the clock is none of its own');
    this.#invalidSeen = true;
  }
}
