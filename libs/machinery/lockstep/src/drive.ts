import { type HostTimer, type LabTime, unreachable } from '@klockwork/kernel';
import type { AdvanceRun } from './advance-run.ts';
import type { AdvanceOutcome } from './clock-state.ts';
import { type Decision, decide, type LabView } from './decide.ts';
import type { Desk } from './desk.ts';
import { earlier, type Member } from './membership.ts';
import type { Answer } from './messages.ts';
import type { OwnTime } from './own-time.ts';

/** A question to all is void when it is not answered by then, in ms of host time. */
const WAVE_MS = 100;

/**
 * How long who was let in within this instant has for itself, in ms of host time: who knocks meanwhile waits for the jump. Somebody who
 * always comes again would otherwise keep time from moving. Twice as long each time, as a busy host may need longer for a jump, and less
 * than a knock waits until it takes the coordinator for lost.
 */
const ADMIT_AGAIN_MS = 20;
const ADMIT_AGAIN_MS_MAX = 640;

/** One question to all members whether they are still at rest. */
interface Wave {
  readonly round: number;
  readonly sentAt: number;
  readonly ownSent: number;
  readonly heads: Readonly<Record<string, number>> | undefined;
  /** How many have yet to answer. */
  missing: number;
  /** Everybody who answered is at rest and has sent nothing since its report. What the others say is waited for all the same: it tells who else works. */
  good: boolean;
}

/** Moves time in lockstep for one advance: asks, jumps, asks again, until it decides that the advance is over. */
export class Drive {
  readonly #run: AdvanceRun;
  readonly #desk: Desk;
  readonly #own: OwnTime;
  readonly #host: HostTimer;
  readonly #routed: boolean;
  readonly #onHeads: ((heads: Readonly<Record<string, number>>) => void) | undefined;
  readonly #onEnd: (outcome: AdvanceOutcome) => void;
  readonly #wakeAt: (hostAt: number) => void;
  #wave: Wave | undefined;
  #round: number;
  /** Host time before which nobody is let in again. */
  #admitAfter = Number.NEGATIVE_INFINITY;
  #admitAgainMs = ADMIT_AGAIN_MS;
  /** Messages ever sent, by all: now, and at the last instant at which nothing was under way; undefined when that is not known. */
  #sent = 0;
  #sentBefore: number | undefined;
  #headsKnown: Readonly<Record<string, number>> | undefined;
  #over = false;

  constructor(options: {
    readonly run: AdvanceRun;
    readonly desk: Desk;
    readonly own: OwnTime;
    readonly host: HostTimer;
    readonly routed: boolean;
    /** The number of the last question of the advance before. */
    readonly round: number;
    readonly onHeads?: (heads: Readonly<Record<string, number>>) => void;
    readonly onEnd: (outcome: AdvanceOutcome) => void;
    /** Asks for a step at that instant of the host. */
    readonly wakeAt: (hostAt: number) => void;
  }) {
    this.#run = options.run;
    this.#desk = options.desk;
    this.#own = options.own;
    this.#host = options.host;
    this.#routed = options.routed;
    this.#round = options.round;
    this.#onHeads = options.onHeads;
    this.#onEnd = options.onEnd;
    this.#wakeAt = options.wakeAt;
  }

  get round(): number {
    return this.#round;
  }

  /** Decides and acts until there is something to wait for. */
  step(): void {
    while (!this.#over && this.#act(decide(this.#view()))) {}
    if (!this.#over && this.#wave === undefined) this.#admit();
  }

  /** Somebody came or went, so the question under way was not put to all of those who are there. */
  restart(): void {
    this.#wave = undefined;
    this.#headsKnown = undefined;
    this.#sentBefore = undefined;
  }

  /** The advance is over, whatever comes. */
  end(): void {
    this.#over = true;
  }

  /** Gives up a question that got too old: whoever knocked meanwhile must not wait for the next one too. */
  patrol(): void {
    const hostNow = this.#host.now();
    if (this.#wave === undefined || hostNow - this.#wave.sentAt <= WAVE_MS || hostNow < this.#admitAfter) return;
    this.#wave = undefined;
    this.#admit();
  }

  onAnswer(member: Member, answer: Answer): void {
    const asked = member.wave;
    if (this.#wave === undefined || asked?.round !== answer.round || asked.round !== this.#wave.round) return;
    member.wave = undefined;
    this.#wave.missing -= 1;
    if (!answer.resting || answer.sent !== asked.sent) this.#wave.good = false;
  }

  #view(): LabView {
    const run = this.#run;
    const own = this.#own.atRest();
    const resting = this.#own.resting();
    if (this.#wave?.missing === 0 && !(this.#wave.good && resting && own.sent === this.#wave.ownSent)) this.#wave = undefined;
    const all = this.#desk.members.together(own.now);
    this.#sent = all.sent + own.sent;
    return {
      now: own.now,
      hostNow: this.#host.now(),
      atRest: all.atRest && resting,
      sent: this.#sent !== this.#sentBefore || this.#desk.heads !== this.#headsKnown,
      next: earlier(all.next, own.next),
      work: earlier(all.work, own.work),
      wave: this.#wave === undefined ? 'none' : this.#wave.missing > 0 ? 'out' : 'good',
      command: run.command,
      stopping: run.stopBy !== undefined,
      stepped: run.stepped,
      paced: run.paced,
    };
  }

  /** False when there is something to wait for. */
  #act(decision: Decision): boolean {
    switch (decision.do) {
      case 'wait':
        return false;
      case 'wave':
        this.#ask();
        return true;
      case 'pace':
        this.#nothingUnderWay();
        this.#wakeAt(decision.hostAt);
        return false;
      case 'jump':
        this.#jump(decision.at, decision.firesWork);
        return true;
      case 'end':
        this.#onEnd(decision.outcome);
        return false;
      default:
        return unreachable(decision);
    }
  }

  #ask(): void {
    this.#round += 1;
    const { heads } = this.#desk;
    const news = heads !== undefined && heads !== this.#headsKnown ? heads : undefined;
    const following = this.#desk.members.following();
    const { sent, now } = this.#own.atRest();
    for (const member of following) {
      if (member.rest !== undefined) member.wave = { round: this.#round, sent: member.rest.sent };
    }
    this.#wave = { round: this.#round, sentAt: this.#host.now(), ownSent: sent, heads, missing: following.length, good: true };
    if (news !== undefined) this.#onHeads?.(news);
    const members = this.#routed ? following.map(({ incarnation }) => incarnation) : undefined;
    this.#desk.tell({ type: 'confirm', round: this.#round, at: now, ...(news && { heads: news }), ...(members && { members }) });
  }

  #jump(at: LabTime, firesWork: boolean): void {
    this.#nothingUnderWay();
    this.#admitAfter = Number.NEGATIVE_INFINITY;
    this.#admitAgainMs = ADMIT_AGAIN_MS;
    this.#run.jumped(firesWork);
    this.#desk.jump(at);
    this.#own.jump(at);
  }

  #nothingUnderWay(): void {
    if (this.#wave !== undefined) this.#headsKnown = this.#wave.heads;
    this.#wave = undefined;
    this.#sentBefore = this.#sent;
  }

  /** Work from outside comes in while no jump can be on its way to anybody: each is told of the last one before it is told to let in. */
  #admit(): void {
    const hostNow = this.#host.now();
    const knocking = this.#desk.members.knocking();
    if (hostNow < this.#admitAfter || knocking.length === 0) return;
    this.#admitAfter = hostNow + this.#admitAgainMs;
    this.#admitAgainMs = Math.min(this.#admitAgainMs * 2, ADMIT_AGAIN_MS_MAX);
    for (const member of knocking) this.#desk.admit(member);
  }
}
