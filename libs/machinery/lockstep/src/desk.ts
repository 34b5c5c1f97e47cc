import { type Body, COORDINATOR, type Subscription } from '@klockwork/bus';
import type { ClockSetting, HostTimer, LabTime, Logger } from '@klockwork/kernel';
import type { ClockCoordinatorOptions } from './coordinator.ts';
import { decode } from './decode.ts';
import { type Member, Membership } from './membership.ts';
import type {
  Admit,
  Answer,
  AtRest,
  Confirm,
  Follow,
  FromMember,
  Hello,
  Join,
  Jump,
  Leave,
  Ping,
  Report,
  State,
  Welcome,
} from './messages.ts';
import { type Heard, SilenceWatch } from './silence.ts';

/** How long a silent process is waited for unless the options say otherwise, in ms of host time. */
const SUSPECT_MS = 2_000;

/** What the coordinator does about what members say. */
export interface DeskEvents {
  /** How lab time goes: told to who joins. */
  setting(): ClockSetting;
  now(): LabTime;
  /** A member's clock shows this. */
  onTime(now: LabTime): void;
  /** Somebody came, went, or was fenced out. */
  onMembers(): void;
  onFired(fired: Readonly<Record<string, number>>): void;
  onAnswer(member: Member, answer: Answer): void;
  /** Work from outside waits at somebody's gate. */
  onKnock(): void;
  /** Something was heard: time to decide again. */
  onNews(): void;
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The coordinator's desk: all it says to members and hears from them goes over it, and it keeps the book of who is there. */
export class Desk {
  readonly members = new Membership();
  /** Host time of the last word to all. */
  toldAt = 0;
  /** Heads of the log as last told by who writes it. */
  heads: Readonly<Record<string, number>> | undefined;
  readonly #id: string;
  readonly #options: ClockCoordinatorOptions;
  readonly #events: DeskEvents;
  readonly #silence: SilenceWatch;
  readonly #host: HostTimer;
  readonly #logger: Logger;
  readonly #subscriptions: readonly Subscription[];
  #remindedOf: LabTime | undefined;
  #oddSeen = false;

  constructor(options: ClockCoordinatorOptions, events: DeskEvents) {
    this.#options = options;
    this.#events = events;
    this.#host = options.host;
    this.#logger = options.logger;
    this.#id = `${COORDINATOR}:${options.random.suffix(10)}`;
    const suspectMs = options.suspectMs ?? SUSPECT_MS;
    this.#silence = new SilenceWatch({ ...options, suspectMs, echo: this.#id, onHeard: (member, heard) => this.#onHeard(member, heard) });
    this.#subscriptions = [
      options.channel.subscribe(options.subjects.report, (body) => this.#onMessage(body)),
      options.channel.subscribe(options.subjects.to(this.#id), (body, reply) => reply(body)),
    ];
    this.tell({ type: 'hello' });
  }

  /** Says something to all members, and to those that were fenced out that they were. */
  tell(message: Without<Hello | Follow | Confirm, 'by' | 'out'>): void {
    const out = message.type === 'hello' ? undefined : this.members.out();
    this.toldAt = this.#host.now();
    this.#options.channel.publish(this.#options.subjects.tick, { ...message, by: this.#id, ...(out && { out }) } as Body);
  }

  /** Says that it is `at` now to those that have something to do then. The others learn it with what they are told to do. */
  jump(at: LabTime): void {
    this.toldAt = this.#host.now();
    for (const member of this.members.due(at)) this.#tellOne(member, { type: 'jump', at });
  }

  /** Says what time it is to those whom people ask, when nobody has told them lately. */
  remind(): void {
    const now = this.#events.now();
    if (now === this.#remindedOf) return;
    this.#remindedOf = now;
    for (const member of this.members.stamping()) this.#tellOne(member, { type: 'jump', at: now });
  }

  /** Has all come in that wait at the gate of `member`, which is busy from now on until it says otherwise. */
  admit(member: Member): void {
    member.knocks = false;
    member.admits += 1;
    member.rest = undefined;
    this.#tellAdmits(member);
  }

  /** Asks who keeps the lab waiting. */
  askSilent(): void {
    const hostNow = this.#host.now();
    this.#silence.look(this.members, this.#ping(), { now: this.#events.now(), toldAt: this.toldAt, hostNow });
  }

  /** Asks one member for its nearest timers. Empty when it does not answer. */
  async timersOf(member: Member, limit: number): Promise<NonNullable<State['timers']>> {
    const state = await this.#silence.ask(member, { ...this.#ping(), timers: limit });
    return state?.timers ?? [];
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.stop();
  }

  #ping(): Ping {
    const inLockstep = this.#events.setting().mode === 'lockstep';
    return { type: 'ping', by: this.#id, ...(inLockstep && { at: this.#events.now() }) };
  }

  #onMessage(body: Body): void {
    const message = decode.fromMember(body);
    if (message === undefined) this.#noteOdd();
    else if (message.type === 'join') this.#onJoin(message);
    else if (message.type === 'leave') this.#onLeave(message.from);
    else this.#onWord(message);
  }

  #onJoin(join: Join): void {
    const { name, from, now } = join;
    this.#logger.info({ process: name }, 'a process follows the clock');
    if (now !== undefined) this.#events.onTime(now);
    this.members.join(join, this.#host.now());
    this.#tellOne({ incarnation: from }, { type: 'welcome', setting: this.#events.setting() });
    this.#events.onMembers();
    this.#askNamesakes(name, from);
  }

  /** A new process of a name mostly means that the old one is gone. */
  #askNamesakes(name: string, incarnation: string): void {
    for (const other of this.members.all())
      if (other.name === name && other.incarnation !== incarnation) void this.#silence.ask(other, this.#ping());
  }

  #onLeave(incarnation: string): void {
    if (this.members.remove(incarnation)) this.#events.onMembers();
  }

  #onWord(word: Exclude<FromMember, Join | Leave>): void {
    const member = this.members.get(word.from);
    // Who was fenced out has to join again, whatever it says.
    if (member === undefined || member.fenced) return;
    this.#noteAlive(member);
    if (word.type === 'knock') {
      member.knocks = true;
      this.#events.onKnock();
    } else this.#onRest(member, word);
  }

  #onRest(member: Member, word: Report | Answer): void {
    if (word.heads !== undefined) this.heads = word.heads;
    if (word.fired !== undefined) this.#events.onFired(word.fired);
    const resting = word.type === 'report' || word.resting;
    member.rest = resting ? restIn(member, word) : undefined;
    if (resting) member.holds = {};
    noteInstant(member, word, this.#events.now());
    if (word.type === 'answer') this.#events.onAnswer(member, word);
    if (this.#events.setting().mode === 'lockstep') this.#events.onTime(word.now);
    this.#events.onNews();
  }

  #onHeard(member: Member, heard: Heard): void {
    // It may have left or joined anew while it was asked.
    if (this.members.get(member.incarnation) !== member) return;
    if ('state' in heard) this.#onState(member, heard.state);
    else if (heard.none === 'gone') this.#onGone(member);
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
    // A report may have overtaken this answer on its way through the event loop.
    if (member.rest === undefined || state.epoch > member.rest.epoch) member.rest = state.resting ? restIn(member, state) : undefined;
    if (state.fired !== undefined) member.instant = { at: this.#events.now(), rests: 0, fired: state.fired };
    if (state.admits < member.admits) this.#tellAdmits(member);
    this.#events.onNews();
  }

  #onGone(member: Member): void {
    this.#logger.info({ process: member.name }, 'a process is gone: the clock goes on without it');
    this.members.remove(member.incarnation);
    this.#events.onMembers();
  }

  #fence(member: Member): void {
    this.#logger.warn({ process: member.name }, 'a process does not answer: the clock goes on without it');
    member.fenced = true;
    member.rest = undefined;
    member.wave = undefined;
    // It may wake any moment, and must not act on what it heard last.
    this.#tellOne(member, { type: 'ping', out: true });
    this.#events.onMembers();
  }

  #tellAdmits(member: Member): void {
    this.#tellOne(member, { type: 'admit', at: this.#events.now(), admits: member.admits });
  }

  #tellOne(to: { readonly incarnation: string }, message: Without<Welcome | Jump | Admit | Ping, 'by'>): void {
    this.#options.channel.publish(this.#options.subjects.to(to.incarnation), { ...message, by: this.#id } as Body);
  }

  #noteOdd(): void {
    if (!this.#oddSeen) this.#logger.warn({}, 'a message on the subjects of the clock is none of its own');
    this.#oddSeen = true;
  }
}

/** What was said before the last `admit` was obeyed means nothing any more. */
function restIn(member: Member, { epoch, sent, admits, next, work, now }: AtRest): AtRest | undefined {
  return admits === member.admits ? { epoch, sent, admits, next, work, now } : undefined;
}

function noteInstant(member: Member, { fired }: Report | Answer, now: LabTime): void {
  if (member.instant.at !== now) member.instant = { at: now, rests: 0, fired: {} };
  member.instant.rests += 1;
  if (fired !== undefined) member.instant.fired = fired;
}
