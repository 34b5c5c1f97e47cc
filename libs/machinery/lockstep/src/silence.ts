import type { Body, ClockSubjects, ControlAnswer, ControlChannel } from '@klockwork/bus';
import { decode } from './decode.ts';
import { isAtRest, type Member, type Membership } from './membership.ts';
import type { Ping, State } from './messages.ts';

/** Silence of an awaited member before a ping, in ms of host time. */
const SILENT_MS = 60;

/** Consecutive unanswered pings before a member counts as silent: one may be lost, and a resumed host finds all of them overdue. */
const SILENCES_MAX = 3;

/** Result of a ping. */
export type Heard = { readonly state: State } | { readonly none: 'gone' | 'silent' };

/** Pings members that delay the lab: repeats lost reports, detects dead processes, and collects open holds. */
export class SilenceWatch {
  readonly #channel: ControlChannel;
  readonly #subjects: ClockSubjects;
  /** Time-out of one ping, in ms of host time. */
  readonly #patienceMs: number;
  readonly #echo: string;
  readonly #onHeard: (member: Member, heard: Heard) => void;

  /**
   * `echo`: the coordinator's own name, pinged as a test of the network. `onHeard` reports `silent` only if no other reason explains the
   * silence.
   */
  constructor(options: {
    readonly channel: ControlChannel;
    readonly subjects: ClockSubjects;
    readonly suspectMs: number;
    readonly echo: string;
    readonly onHeard: (member: Member, heard: Heard) => void;
  }) {
    this.#channel = options.channel;
    this.#subjects = options.subjects;
    this.#patienceMs = options.suspectMs / (SILENCES_MAX + 1);
    this.#echo = options.echo;
    this.#onHeard = options.onHeard;
  }

  /** Pings awaited members that were silent since `toldAt`, and fenced members from time to time. */
  look(members: Membership, ping: Ping, lab: { readonly now: number; readonly toldAt: number; readonly hostNow: number }): void {
    for (const member of members.all()) {
      const awaited = member.fenced || member.wave !== undefined || !isAtRest(member, lab.now);
      const silent = member.silences > 0 || lab.hostNow - Math.max(member.heardAt, lab.toldAt) >= SILENT_MS;
      if (awaited && silent) void this.ask(member, member.fenced ? { ...ping, out: true } : ping);
    }
  }

  /** Pings one member, unless a ping is pending. Resolves with its state, or undefined without an answer. */
  async ask(member: Member, ping: Ping): Promise<State | undefined> {
    if (member.asked) return undefined;
    member.asked = true;
    let heard = await this.#heard(member.incarnation, ping);
    if ('none' in heard && heard.none === 'silent') {
      member.silences += 1;
      heard = member.silences >= SILENCES_MAX && !member.fenced ? await this.#heardAtLast(member, ping) : NOTHING_YET;
    }
    member.asked = false;
    if (heard !== NOTHING_YET) this.#onHeard(member, heard);
    return 'state' in heard ? heard.state : undefined;
  }

  /** Repeats a ping after a successful echo: a coordinator that cannot hear itself has lost the network, and blames no member. */
  async #heardAtLast(member: Member, ping: Ping): Promise<Heard> {
    const echo = await this.#channel.ask(this.#subjects.to(this.#echo), ping as Body, this.#patienceMs);
    if ('body' in echo) return this.#heard(member.incarnation, ping);
    member.silences = 0;
    return NOTHING_YET;
  }

  async #heard(incarnation: string, ping: Ping): Promise<Heard> {
    return heardIn(await this.#channel.ask(this.#subjects.to(incarnation), ping as Body, this.#patienceMs));
  }
}

const NOTHING_YET: Heard = { none: 'silent' };

function heardIn(answer: ControlAnswer): Heard {
  if ('none' in answer) return { none: answer.none === 'no-responders' ? 'gone' : 'silent' };
  const state = decode.state(answer.body);
  return state === undefined ? { none: 'silent' } : { state };
}
