import type { Body, ClockSubjects, ControlChannel, Subscription } from '@klockwork/bus';
import type { Activity, Cancel, DrivenClock, HostTimer, LabTime, Logger } from '@klockwork/kernel';
import type { NextTimer } from './clock-state.ts';
import { decode } from './decode.ts';
import { Gate } from './gate.ts';
import { Markers } from './markers.ts';
import type { ClockMember, ClockMemberOptions } from './member.ts';
import type { Admit, AtRest, Confirm, FromMember, Marker, Ping, Report, State, ToMember, ToMembers, Welcome } from './messages.ts';
import { nearestTimers } from './nearest-timers.ts';
import { OwnTime } from './own-time.ts';

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
  readonly #own: OwnTime;
  readonly #gate: Gate;
  readonly #markers = new Markers((round) => this.#answer(round));
  readonly #subscriptions: Subscription[] = [];
  /** Accepted coordinator; messages of others are ignored before the welcome. */
  #coordinator: string | undefined;
  #welcomed: (() => void) | undefined;
  #notBefore: LabTime | undefined;
  #cancelJoin: Cancel = () => {};
  #oddSeen = false;
  #reported = NOTHING;
  #admits = 0;
  /** Number of the question that awaits the end of settling. */
  #toAnswer: number | undefined;
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
    this.#gate = new Gate({ ...options, onKnock: () => this.#knock(), onAlone: () => this.#logger.warn({ process: this.#name }, ALONE) });
    this.#own = new OwnTime({ ...options, onRest: () => this.#report() });
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
    this.#say({ type: 'leave', from: this.#incarnation });
  }

  #join(): void {
    this.#coordinator = undefined;
    const now = this.#notBefore;
    const stamps = this.#options.heads !== undefined;
    this.#say({ type: 'join', from: this.#incarnation, name: this.#name, ...(now !== undefined && { now }), ...(stamps && { stamps }) });
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
    if (message === undefined) this.#noteOdd();
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
    this.#toAnswer = undefined;
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
      ...this.#rest(),
      resting: this.#coordinator !== undefined && this.#own.resting(),
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
    if (tick === undefined) this.#noteOdd();
    else if (this.#coordinator === undefined) return;
    else if (tick.by !== this.#coordinator) this.#rejoin(REPLACED);
    else if ('out' in tick && tick.out?.includes(this.#incarnation)) this.#rejoin(LEFT_OUT);
    else this.#obey(tick);
  }

  #obey(tick: ToMembers): void {
    if (tick.type === 'follow') this.#followSetting(tick.setting);
    else if (tick.type === 'confirm') this.#onConfirm(tick);
  }

  #followSetting(setting: Welcome['setting']): void {
    if (setting.mode === 'scaled') this.#gate.open();
    else this.#gate.close();
    this.#reported = NOTHING;
    this.#toAnswer = undefined;
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
    if (!this.#own.lockstep) this.#followSetting({ mode: 'lockstep', labAt: at });
    else {
      this.#gate.close();
      this.#own.jump(at);
    }
  }

  /** Obeys each `admit` once. The coordinator awaits the report even if the waiting client disappeared. */
  #onAdmit({ admits }: Admit): void {
    if (admits <= this.#admits) return;
    this.#admits = admits;
    this.#gate.letIn();
    if (this.#own.resting()) this.#report();
  }

  #knock(): void {
    this.#say({ type: 'knock', from: this.#incarnation });
  }

  #rest(): AtRest {
    return { ...this.#own.atRest(), admits: this.#admits };
  }

  #onMarker(body: Body): void {
    const marker = decode.marker(body);
    if (marker === undefined) this.#noteOdd();
    else if (this.#coordinator !== undefined) this.#markers.arrive(marker.round, marker.from);
  }

  /** Answers at once, unless this process is settling: then the next report carries the answer. */
  #answer(round: number): void {
    const resting = this.#own.resting();
    if (!resting && this.#own.settling()) this.#toAnswer = round;
    else this.#say({ type: 'answer', from: this.#incarnation, round, resting, ...this.#rest() });
  }

  #report(): void {
    if (this.#coordinator === undefined) return;
    const rest = this.#rest();
    const round = this.#toAnswer;
    this.#toAnswer = undefined;
    if (round === undefined && rest.epoch === this.#reported.epoch && rest.admits === this.#reported.admits) return;
    this.#reported = { epoch: rest.epoch, admits: rest.admits };
    const fired = this.#own.takeFired();
    const heads = this.#newHeads();
    const word = { from: this.#incarnation, ...rest, ...(fired && { fired }), ...(heads && { heads }) };
    this.#say(round === undefined ? { type: 'report', ...word } : { type: 'answer', round, resting: true, ...word });
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

  #say(message: FromMember): void {
    this.#channel.publish(this.#subjects.report, message as Body);
  }

  #noteOdd(): void {
    if (!this.#oddSeen) this.#logger.warn({ process: this.#name }, 'a message on the subjects of the clock is none of its own');
    this.#oddSeen = true;
  }
}
