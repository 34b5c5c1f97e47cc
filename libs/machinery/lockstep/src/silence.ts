import type { Body, ClockSubjects, ControlAnswer, ControlChannel } from '@klockwork/bus';
import { decode } from './decode.ts';
import { isAtRest, type Member, type Membership } from './membership.ts';
import type { Ping, State } from './messages.ts';

/** Who is waited for and says nothing for so long is asked what it is doing, in ms of host time. */
const SILENT_MS = 60;

/** So many questions in a row must stay without an answer: one may be lost, and a host that slept wakes with all of them overdue. */
const SILENCES_MAX = 3;

/** What asking a member came to. */
export type Heard = { readonly state: State } | { readonly none: 'gone' | 'silent' };

/** Asks members that keep the lab waiting: a lost report is told again, the dead are found, who is stuck says what it holds. */
export class SilenceWatch {
  readonly #channel: ControlChannel;
  readonly #subjects: ClockSubjects;
  /** How long one question may take, in ms of host time. */
  readonly #patienceMs: number;
  readonly #echo: string;
  readonly #onHeard: (member: Member, heard: Heard) => void;

  /** `echo`: the name under which the coordinator hears itself, when the network is there. `onHeard` says `silent` when nothing else explains it. */
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

  /** Asks everybody who has been waited for since `toldAt` without a word, and from time to time those that were fenced out. */
  look(members: Membership, ping: Ping, lab: { readonly now: number; readonly toldAt: number; readonly hostNow: number }): void {
    for (const member of members.all()) {
      const awaited = member.fenced || member.wave !== undefined || !isAtRest(member, lab.now);
      const silent = member.silences > 0 || lab.hostNow - Math.max(member.heardAt, lab.toldAt) >= SILENT_MS;
      if (awaited && silent) void this.ask(member, member.fenced ? { ...ping, out: true } : ping);
    }
  }

  /** Asks one member, unless a question to it is under way. Resolves with its state, or undefined when it gives none. */
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

  /** Who does not hear itself has lost the network, and nobody else is to blame: the one last question comes after an echo. */
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
