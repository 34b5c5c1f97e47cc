import type { Body, ClockSubjects, ControlAnswer, ControlChannel } from '@klockwork/bus';
import { decode } from './decode.ts';
import { isAtRest, type Member, type Membership } from './membership.ts';
import type { Ping, State } from './messages.ts';

/** Who is waited for and says nothing for so long is asked what it is doing, in ms of host time. */
const SILENT_MS = 60;

/** So many questions in a row must stay without an answer: one may be lost, and a host that slept wakes with all of them overdue. */
const SILENCES_MAX = 4;

/** What asking a member came to. */
export type Heard = { readonly state: State } | { readonly none: 'gone' | 'silent' };

/** Asks members that keep the lab waiting: a lost report is told again, the dead are found, who is stuck says what it holds. */
export class SilenceWatch {
  readonly #channel: ControlChannel;
  readonly #subjects: ClockSubjects;
  readonly #suspectMs: number;
  readonly #onHeard: (member: Member, heard: Heard) => void;

  constructor(options: {
    readonly channel: ControlChannel;
    readonly subjects: ClockSubjects;
    readonly suspectMs: number;
    readonly onHeard: (member: Member, heard: Heard) => void;
  }) {
    this.#channel = options.channel;
    this.#subjects = options.subjects;
    this.#suspectMs = options.suspectMs;
    this.#onHeard = options.onHeard;
  }

  /** Asks everybody who has been waited for since `toldAt` without a word, and from time to time those that were fenced out. */
  look(members: Membership, ping: Ping, lab: { readonly now: number; readonly toldAt: number; readonly hostNow: number }): void {
    for (const member of members.all()) {
      const awaited = member.fenced || member.wave !== undefined || !isAtRest(member, lab.now) || member.rest.admitted > 0;
      const silent = member.silences > 0 || lab.hostNow - Math.max(member.heardAt, lab.toldAt) >= SILENT_MS;
      if (awaited && silent) void this.ask(member, ping);
    }
  }

  /** Asks one member, unless a question to it is under way. Resolves with its state, or undefined when it gives none. */
  async ask(member: Member, ping: Ping): Promise<State | undefined> {
    if (member.asked) return undefined;
    member.asked = true;
    const answer = await this.#channel.ask(this.#subjects.to(member.incarnation), ping as Body, this.#suspectMs / SILENCES_MAX);
    member.asked = false;
    const heard = heardIn(answer);
    if ('none' in heard) member.silences += 1;
    if ('state' in heard || heard.none === 'gone' || member.silences >= SILENCES_MAX) this.#onHeard(member, heard);
    return 'state' in heard ? heard.state : undefined;
  }
}

function heardIn(answer: ControlAnswer): Heard {
  if ('none' in answer) return { none: answer.none === 'no-responders' ? 'gone' : 'silent' };
  const state = decode.state(answer.body);
  return state === undefined ? { none: 'silent' } : { state };
}
