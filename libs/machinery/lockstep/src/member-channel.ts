import { type Body, COORDINATOR, type Subscription } from '@klockwork/bus';
import type { ClockSetting, HostTimer, LabTime, Logger } from '@klockwork/kernel';
import type { ClockCoordinatorOptions } from './coordinator.ts';
import { decode } from './decode.ts';
import { type Member, Membership } from './membership.ts';
import type {
  Admit,
  Answer,
  Confirm,
  Follow,
  FromMember,
  Hello,
  IdleState,
  Join,
  Jump,
  Leave,
  Ping,
  Report,
  State,
  Welcome,
} from './messages.ts';
import { type PingResult, SilenceWatch } from './silence.ts';

/** Default time-out for a silent process, in ms of host time. */
const SUSPECT_MS = 2_000;

/** Callbacks of the coordinator for messages of members. */
export interface MemberEvents {
  /** Returns the time setting for joining members. */
  setting(): ClockSetting;
  now(): LabTime;
  /** Reports the time of a member's clock. */
  onTime(now: LabTime): void;
  /** A member joined, left, or was fenced out. */
  onMembers(): void;
  onFired(fired: Readonly<Record<string, number>>): void;
  onAnswer(member: Member, answer: Answer): void;
  /** Outside work waits at a member's gate. */
  onGateRequest(): void;
  /** Member state changed: the coordinator decides again. */
  onMemberState(): void;
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Message exchange of the coordinator with its members, and the list of members. */
export class MemberChannel {
  readonly members = new Membership();
  /** Host time of the last message to all members. */
  publishedAt = 0;
  /** Latest heads of the log, from the process that writes it. */
  heads: Readonly<Record<string, number>> | undefined;
  readonly #id: string;
  readonly #options: ClockCoordinatorOptions;
  readonly #events: MemberEvents;
  readonly #silence: SilenceWatch;
  readonly #host: HostTimer;
  readonly #logger: Logger;
  readonly #subscriptions: readonly Subscription[];
  #sentTime: LabTime | undefined;
  #invalidSeen = false;

  constructor(options: ClockCoordinatorOptions, events: MemberEvents) {
    this.#options = options;
    this.#events = events;
    this.#host = options.host;
    this.#logger = options.logger;
    this.#id = `${COORDINATOR}:${options.random.suffix(10)}`;
    const suspectMs = options.suspectMs ?? SUSPECT_MS;
    this.#silence = new SilenceWatch({
      ...options,
      suspectMs,
      echo: this.#id,
      onResult: (member, result) => this.#onPingResult(member, result),
    });
    this.#subscriptions = [
      options.channel.subscribe(options.subjects.report, (body) => this.#onMessage(body)),
      options.channel.subscribe(options.subjects.to(this.#id), (body, reply) => reply(body)),
    ];
    this.publish({ type: 'hello' });
  }

  /** Sends a message to all members, with the list of fenced members. */
  publish(message: Without<Hello | Follow | Confirm, 'by' | 'out'>): void {
    const out = message.type === 'hello' ? undefined : this.members.out();
    this.publishedAt = this.#host.now();
    this.#options.channel.publish(this.#options.subjects.tick, { ...message, by: this.#id, ...(out && { out }) } as Body);
  }

  /** Sends `jump` to members with a timer due at `at`. Other members get the time with their next message. */
  jump(at: LabTime): void {
    this.publishedAt = this.#host.now();
    for (const member of this.members.due(at)) this.#send(member, { type: 'jump', at });
  }

  /** Sends the time to members that serve people, unless they received it recently. */
  sendTime(): void {
    const now = this.#events.now();
    if (now === this.#sentTime) return;
    this.#sentTime = now;
    for (const member of this.members.stamping()) this.#send(member, { type: 'jump', at: now });
  }

  /** Admits all work at the gate of `member`, and counts the member as busy until its next report. */
  admit(member: Member): void {
    member.waits = false;
    member.admits += 1;
    member.idle = undefined;
    this.#sendAdmits(member);
  }

  /** Pings members that delay the lab. */
  pingSilent(): void {
    const hostNow = this.#host.now();
    this.#silence.look(this.members, this.#ping(), { now: this.#events.now(), publishedAt: this.publishedAt, hostNow });
  }

  /** Returns the nearest timers of one member; empty without an answer. */
  async timersOf(member: Member, limit: number): Promise<NonNullable<State['timers']>> {
    const state = await this.#silence.ask(member, { ...this.#ping(), timers: limit });
    return state?.timers ?? [];
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.stop();
  }

  #ping(): Ping {
    const inLockstep = this.#events.setting().type === 'lockstep';
    return { type: 'ping', by: this.#id, ...(inLockstep && { at: this.#events.now() }) };
  }

  #onMessage(body: Body): void {
    const message = decode.fromMember(body);
    if (message === undefined) this.#noteInvalid();
    else if (message.type === 'join') this.#onJoin(message);
    else if (message.type === 'leave') this.#onLeave(message.from);
    else this.#onMemberMessage(message);
  }

  #onJoin(join: Join): void {
    const { name, from, now } = join;
    this.#logger.info({ process: name }, 'a process follows the clock');
    if (now !== undefined) this.#events.onTime(now);
    this.members.join(join, this.#host.now());
    this.#send({ incarnation: from }, { type: 'welcome', setting: this.#events.setting() });
    this.#events.onMembers();
    this.#pingNamesakes(name, from);
  }

  /** Pings older processes of the same name: a new one usually means that they ended. */
  #pingNamesakes(name: string, incarnation: string): void {
    for (const other of this.members.all())
      if (other.name === name && other.incarnation !== incarnation) void this.#silence.ask(other, this.#ping());
  }

  #onLeave(incarnation: string): void {
    if (this.members.remove(incarnation)) this.#events.onMembers();
  }

  #onMemberMessage(message: Exclude<FromMember, Join | Leave>): void {
    const member = this.members.get(message.from);
    // A fenced member must join again before its messages count.
    if (member === undefined || member.fenced) return;
    this.#noteAlive(member);
    if (message.type === 'gate-request') {
      member.waits = true;
      this.#events.onGateRequest();
    } else this.#onIdleReport(member, message);
  }

  #onIdleReport(member: Member, message: Report | Answer): void {
    if (message.heads !== undefined) this.heads = message.heads;
    if (message.fired !== undefined) this.#events.onFired(message.fired);
    const resting = message.type === 'report' || message.resting;
    member.idle = resting ? idleStateOf(member, message) : undefined;
    if (resting) member.holds = {};
    noteInstant(member, message, this.#events.now());
    if (message.type === 'answer') this.#events.onAnswer(member, message);
    if (this.#events.setting().type === 'lockstep') this.#events.onTime(message.now);
    this.#events.onMemberState();
  }

  #onPingResult(member: Member, result: PingResult): void {
    // The member may have left or rejoined during the ping.
    if (this.members.get(member.incarnation) !== member) return;
    if ('state' in result) this.#onState(member, result.state);
    else if (result.none === 'gone') this.#onGone(member);
    else this.#fence(member);
  }

  #noteAlive(member: Member): void {
    member.heardAt = this.#host.now();
    member.silences = 0;
  }

  #onState(member: Member, state: State): void {
    this.#noteAlive(member);
    if (member.fenced) return;
    member.holds = state.holds;
    if (state.heads !== undefined) this.heads = state.heads;
    // A report may have overtaken this answer in the event loop.
    if (member.idle === undefined || state.epoch > member.idle.epoch) member.idle = state.resting ? idleStateOf(member, state) : undefined;
    if (state.fired !== undefined) member.instant = { at: this.#events.now(), rests: 0, fired: state.fired };
    if (state.admits < member.admits) this.#sendAdmits(member);
    this.#events.onMemberState();
  }

  #onGone(member: Member): void {
    this.#logger.info({ process: member.name }, 'a process is gone: the clock goes on without it');
    this.members.remove(member.incarnation);
    this.#events.onMembers();
  }

  #fence(member: Member): void {
    this.#logger.warn({ process: member.name }, 'a process does not answer: the clock goes on without it');
    member.fenced = true;
    member.idle = undefined;
    member.wave = undefined;
    // The member may wake at any moment, and must not act on its last message.
    this.#send(member, { type: 'ping', out: true });
    this.#events.onMembers();
  }

  #sendAdmits(member: Member): void {
    this.#send(member, { type: 'admit', at: this.#events.now(), admits: member.admits });
  }

  #send(to: { readonly incarnation: string }, message: Without<Welcome | Jump | Admit | Ping, 'by'>): void {
    this.#options.channel.publish(this.#options.subjects.to(to.incarnation), { ...message, by: this.#id } as Body);
  }

  #noteInvalid(): void {
    if (!this.#invalidSeen) this.#logger.warn({}, 'a message on the subjects of the clock is none of its own');
    this.#invalidSeen = true;
  }
}

/** Discards states from before the last `admit`. */
function idleStateOf(member: Member, { epoch, sent, admits, next, work, now }: IdleState): IdleState | undefined {
  return admits === member.admits ? { epoch, sent, admits, next, work, now } : undefined;
}

function noteInstant(member: Member, { fired }: Report | Answer, now: LabTime): void {
  if (member.instant.at !== now) member.instant = { at: now, rests: 0, fired: {} };
  member.instant.rests += 1;
  if (fired !== undefined) member.instant.fired = fired;
}
