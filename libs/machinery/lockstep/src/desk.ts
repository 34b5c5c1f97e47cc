import type { Body, Subscription } from '@klockwork/bus';
import type { ClockSetting, HostTimer, LabTime, Logger } from '@klockwork/kernel';
import type { ClockCoordinatorOptions } from './coordinator.ts';
import { decode } from './decode.ts';
import { type Member, Membership } from './membership.ts';
import type { Answer, AtRest, Confirm, Follow, Hello, Join, Jump, Ping, Report, State, ToMember } from './messages.ts';
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
  /** Something was heard: time to decide again. */
  onNews(): void;
}

type WithoutSender<T> = T extends unknown ? Omit<T, 'by' | 'out'> : never;

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
  #oddSeen = false;

  constructor(options: ClockCoordinatorOptions, events: DeskEvents) {
    this.#options = options;
    this.#events = events;
    this.#host = options.host;
    this.#logger = options.logger;
    this.#id = options.random.suffix(10);
    const suspectMs = options.suspectMs ?? SUSPECT_MS;
    this.#silence = new SilenceWatch({ ...options, suspectMs, echo: this.#id, onHeard: (member, heard) => this.#onHeard(member, heard) });
    this.#subscriptions = [
      options.channel.subscribe(options.subjects.report, (body) => this.#onMessage(body)),
      options.channel.subscribe(options.subjects.to(this.#id), (body, reply) => reply(body)),
    ];
    this.tell({ type: 'hello' });
  }

  /** Says something to all members, and to those that were fenced out that they were. */
  tell(message: WithoutSender<Hello | Follow | Confirm | Jump>): void {
    const out = message.type === 'follow' || message.type === 'jump' ? this.members.out() : undefined;
    this.toldAt = this.#host.now();
    this.#options.channel.publish(this.#options.subjects.tick, { ...message, by: this.#id, ...(out && { out }) } as Body);
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

  #onJoin({ name, from, now }: Join): void {
    this.#logger.info({ process: name }, 'a process follows the clock');
    if (now !== undefined) this.#events.onTime(now);
    this.members.join(name, from, this.#host.now());
    const welcome: ToMember = { type: 'welcome', by: this.#id, setting: this.#events.setting() };
    this.#options.channel.publish(this.#options.subjects.to(from), welcome as Body);
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

  #onWord(word: Report | Answer): void {
    const member = this.members.get(word.from);
    // Who was fenced out has to join again, whatever it says.
    if (member === undefined || member.fenced) return;
    this.#noteAlive(member);
    if (word.heads !== undefined) this.heads = word.heads;
    if (word.fired !== undefined) this.#events.onFired(word.fired);
    if (word.type === 'report') this.#onReport(member, word);
    else {
      member.rest = word.resting ? restIn(word) : undefined;
      this.#events.onAnswer(member, word);
    }
    if (this.#events.setting().mode === 'lockstep') this.#events.onTime(word.now);
    this.#events.onNews();
  }

  #onReport(member: Member, report: Report): void {
    member.rest = restIn(report);
    if (report.admitted === 0) member.holds = {};
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
    if (member.rest === undefined || state.epoch > member.rest.epoch) member.rest = state.resting ? restIn(state) : undefined;
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
    this.#events.onMembers();
  }

  #noteOdd(): void {
    if (!this.#oddSeen) this.#logger.warn({}, 'a message on the subjects of the clock is none of its own');
    this.#oddSeen = true;
  }
}

function restIn({ epoch, admitted, next, work, now }: AtRest): AtRest {
  return { epoch, admitted, next, work, now };
}
