import type { Body, ClockSubjects, ControlAnswer, ControlChannel } from '@klockwork/bus';
import { decode } from './decode.ts';
import { isIdle, type Member, type Membership } from './membership.ts';
import type { Ping, State } from './messages.ts';

/** Silence of an awaited member before a ping, in ms of host time. */
const SILENT_MS = 60;

/** Consecutive unanswered pings before a member counts as silent: one may be lost, and a resumed host finds all of them overdue. */
const SILENCES_MAX = 3;

export type PingResult = { readonly state: State } | { readonly none: 'gone' | 'silent' };

/** Pings members that delay the lab: repeats lost reports, detects dead processes, and collects open holds. */
export class SilenceWatch {
  readonly #channel: ControlChannel;
  readonly #subjects: ClockSubjects;
  /** Time-out of one ping, in ms of host time. */
  readonly #patienceMs: number;
  readonly #echo: string;
  readonly #onResult: (member: Member, result: PingResult) => void;

  /**
   * `echo`: the coordinator's own name, pinged as a test of the network. `onResult` reports `silent` only if no other reason explains the
   * silence.
   */
  constructor(options: {
    readonly channel: ControlChannel;
    readonly subjects: ClockSubjects;
    readonly suspectMs: number;
    readonly echo: string;
    readonly onResult: (member: Member, result: PingResult) => void;
  }) {
    this.#channel = options.channel;
    this.#subjects = options.subjects;
    this.#patienceMs = options.suspectMs / (SILENCES_MAX + 1);
    this.#echo = options.echo;
    this.#onResult = options.onResult;
  }

  /** Pings awaited members that were silent since `publishedAt`, and fenced members from time to time. */
  look(members: Membership, ping: Ping, lab: { readonly now: number; readonly publishedAt: number; readonly hostNow: number }): void {
    for (const member of members.all()) {
      const awaited = member.fenced || member.wave !== undefined || !isIdle(member, lab.now);
      const silent = member.silences > 0 || lab.hostNow - Math.max(member.heardAt, lab.publishedAt) >= SILENT_MS;
      if (awaited && silent) void this.ask(member, member.fenced ? { ...ping, out: true } : ping);
    }
  }

  /** Pings one member, unless a ping is pending. Resolves with its state, or undefined without an answer. */
  async ask(member: Member, ping: Ping): Promise<State | undefined> {
    if (member.pinged) return undefined;
    member.pinged = true;
    let result = await this.#ping(member.incarnation, ping);
    if ('none' in result && result.none === 'silent') {
      member.silences += 1;
      result = member.silences >= SILENCES_MAX && !member.fenced ? await this.#pingAfterEcho(member, ping) : NOTHING_YET;
    }
    member.pinged = false;
    if (result !== NOTHING_YET) this.#onResult(member, result);
    return 'state' in result ? result.state : undefined;
  }

  /** Repeats a ping after a successful echo: a coordinator that cannot hear itself has lost the network, and blames no member. */
  async #pingAfterEcho(member: Member, ping: Ping): Promise<PingResult> {
    const echo = await this.#channel.ask(this.#subjects.to(this.#echo), ping as Body, this.#patienceMs);
    if ('body' in echo) return this.#ping(member.incarnation, ping);
    member.silences = 0;
    return NOTHING_YET;
  }

  async #ping(incarnation: string, ping: Ping): Promise<PingResult> {
    return pingResultOf(await this.#channel.ask(this.#subjects.to(incarnation), ping as Body, this.#patienceMs));
  }
}

const NOTHING_YET: PingResult = { none: 'silent' };

function pingResultOf(answer: ControlAnswer): PingResult {
  if ('none' in answer) return { none: answer.none === 'no-responders' ? 'gone' : 'silent' };
  const state = decode.state(answer.body);
  return state === undefined ? { none: 'silent' } : { state };
}
