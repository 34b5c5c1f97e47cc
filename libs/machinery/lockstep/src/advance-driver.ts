import { type HostTimer, type LabTime, unreachable } from '@klockwork/kernel';
import type { AdvanceOutcome } from './clock-state.ts';
import type { LockstepAdvance } from './lockstep-advance.ts';
import type { MemberChannel } from './member-channel.ts';
import { earlier, type Member } from './membership.ts';
import type { Answer } from './messages.ts';
import { type LabView, type NextStep, nextStep } from './next-step.ts';
import type { ProcessTime } from './process-time.ts';

/** Time-out of a question to all members, in ms of host time. */
const WAVE_MS = 100;

/**
 * Exclusive time of an admitted process within one instant, in ms of host time: another gate request during this time waits for the jump.
 * Otherwise a client that always returns would stop time. The time doubles at each repetition, because a busy host may need longer for a
 * jump. The time stays below the limit after which a process considers the coordinator lost.
 */
const ADMIT_AGAIN_MS = 20;
const ADMIT_AGAIN_MS_MAX = 640;

/** A question to all members: still idle? */
interface Wave {
  readonly round: number;
  readonly sentAt: number;
  readonly ownSent: number;
  readonly heads: Readonly<Record<string, number>> | undefined;
  /** Number of missing answers. */
  missing: number;
  /**
   * True while every answer was good: idle, and no message sent since the report. Remaining answers are awaited in any case, because they
   * reveal busy members.
   */
  good: boolean;
}

/** Driver of one advance: asks and jumps until the advance is over. */
export class AdvanceDriver {
  readonly #advance: LockstepAdvance;
  readonly #channel: MemberChannel;
  readonly #own: ProcessTime;
  readonly #host: HostTimer;
  readonly #routed: boolean;
  readonly #onHeads: ((heads: Readonly<Record<string, number>>) => void) | undefined;
  readonly #onEnd: (outcome: AdvanceOutcome) => void;
  readonly #wakeAt: (hostAt: number) => void;
  #wave: Wave | undefined;
  #round: number;
  /** Host time before which no further gate request is admitted. */
  #admitAfter = Number.NEGATIVE_INFINITY;
  #admitAgainMs = ADMIT_AGAIN_MS;
  /** Total of sent messages: now, and at the last proven idle instant; undefined if unknown. */
  #sent = 0;
  #sentBefore: number | undefined;
  #headsKnown: Readonly<Record<string, number>> | undefined;
  #over = false;

  constructor(options: {
    readonly advance: LockstepAdvance;
    readonly channel: MemberChannel;
    readonly own: ProcessTime;
    readonly host: HostTimer;
    readonly routed: boolean;
    /** Number of the previous advance's last question. */
    readonly round: number;
    readonly onHeads?: (heads: Readonly<Record<string, number>>) => void;
    readonly onEnd: (outcome: AdvanceOutcome) => void;
    /** Requests a step at that host time. */
    readonly wakeAt: (hostAt: number) => void;
  }) {
    this.#advance = options.advance;
    this.#channel = options.channel;
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

  /** Decides and acts until a wait is necessary. */
  step(): void {
    while (!this.#over && this.#act(nextStep(this.#view()))) {}
    if (!this.#over && this.#wave === undefined) this.#admit();
  }

  /** Restarts after a change of members: the present question did not reach all of them. */
  restart(): void {
    this.#wave = undefined;
    this.#headsKnown = undefined;
    this.#sentBefore = undefined;
  }

  /** Ends the advance unconditionally. */
  end(): void {
    this.#over = true;
  }

  /** Cancels an old question, so that a waiting gate request need not await the next one. */
  cancelLateWave(): void {
    const hostNow = this.#host.now();
    if (this.#wave === undefined || hostNow - this.#wave.sentAt <= WAVE_MS || hostNow < this.#admitAfter) return;
    this.#wave = undefined;
    this.#admit();
  }

  onAnswer(member: Member, answer: Answer): void {
    const wave = member.wave;
    if (this.#wave === undefined || wave?.round !== answer.round || wave.round !== this.#wave.round) return;
    member.wave = undefined;
    this.#wave.missing -= 1;
    if (!answer.resting || answer.sent !== wave.sent) this.#wave.good = false;
  }

  #view(): LabView {
    const advance = this.#advance;
    const own = this.#own.idleState();
    const resting = this.#own.isIdle();
    if (this.#wave?.missing === 0 && !(this.#wave.good && resting && own.sent === this.#wave.ownSent)) this.#wave = undefined;
    const all = this.#channel.members.combined(own.now);
    this.#sent = all.sent + own.sent;
    return {
      now: own.now,
      hostNow: this.#host.now(),
      atRest: all.atRest && resting,
      sent: this.#sent !== this.#sentBefore || this.#channel.heads !== this.#headsKnown,
      next: earlier(all.next, own.next),
      work: earlier(all.work, own.work),
      wave: this.#wave === undefined ? 'none' : this.#wave.missing > 0 ? 'out' : 'good',
      command: advance.command,
      stopping: advance.stopBy !== undefined,
      stepped: advance.stepped,
      paced: advance.paced,
    };
  }

  /** Returns false if the driver must wait. */
  #act(decision: NextStep): boolean {
    switch (decision.type) {
      case 'wait':
        return false;
      case 'wave':
        this.#ask();
        return true;
      case 'pace':
        this.#markIdle();
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
    const { heads } = this.#channel;
    const news = heads !== undefined && heads !== this.#headsKnown ? heads : undefined;
    const following = this.#channel.members.following();
    const { sent, now } = this.#own.idleState();
    for (const member of following) {
      if (member.idle !== undefined) member.wave = { round: this.#round, sent: member.idle.sent };
    }
    this.#wave = { round: this.#round, sentAt: this.#host.now(), ownSent: sent, heads, missing: following.length, good: true };
    if (news !== undefined) this.#onHeads?.(news);
    const members = this.#routed ? following.map(({ incarnation }) => incarnation) : undefined;
    this.#channel.publish({ type: 'confirm', round: this.#round, at: now, ...(news && { heads: news }), ...(members && { members }) });
  }

  #jump(at: LabTime, firesWork: boolean): void {
    this.#markIdle();
    this.#admitAfter = Number.NEGATIVE_INFINITY;
    this.#admitAgainMs = ADMIT_AGAIN_MS;
    this.#advance.jumped(firesWork);
    this.#channel.jump(at);
    this.#own.jump(at);
  }

  #markIdle(): void {
    if (this.#wave !== undefined) this.#headsKnown = this.#wave.heads;
    this.#wave = undefined;
    this.#sentBefore = this.#sent;
  }

  /** Admits outside work while no jump is in flight: each member receives the last jump before the `admit`. */
  #admit(): void {
    const hostNow = this.#host.now();
    const waiting = this.#channel.members.waiting();
    if (hostNow < this.#admitAfter || waiting.length === 0) return;
    this.#admitAfter = hostNow + this.#admitAgainMs;
    this.#admitAgainMs = Math.min(this.#admitAgainMs * 2, ADMIT_AGAIN_MS_MAX);
    for (const member of waiting) this.#channel.admit(member);
  }
}
