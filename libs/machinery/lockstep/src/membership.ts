import type { LabTime } from '@klockwork/kernel';
import type { MemberState } from './clock-state.ts';
import type { IdleState, Join } from './messages.ts';

/** Joined process. */
export interface Member {
  readonly name: string;
  readonly incarnation: string;
  /** True for a process that receives the time even without due timers. */
  readonly stamps: boolean;
  /** True for a silent process: the cluster continues without it until it rejoins. */
  fenced: boolean;
  /** Last idle report; undefined while the member is busy. */
  idle: IdleState | undefined;
  /** Open work by reason, from the last ping. */
  holds: Readonly<Record<string, number>>;
  /** Host time of its last message. */
  heardAt: number;
  /** True while a ping awaits its answer. */
  pinged: boolean;
  /** Consecutive pings without an answer. */
  silences: number;
  /** Wave that awaits this member's answer, and its message total at the last idle report. */
  wave: { readonly round: number; readonly sent: number } | undefined;
  /** True while outside work waits at its gate. */
  waits: boolean;
  /** Number of admissions sent. Reports with another number are older. */
  admits: number;
  /** Activity since the last change of lab time. */
  instant: InstantActivity;
}

/** Number of idle reports at lab time `at`, and fired timers. */
export interface InstantActivity {
  readonly at: LabTime;
  rests: number;
  fired: Readonly<Record<string, number>>;
}

/** Combined state of all members. The other fields are valid only if `atRest`. */
export type CombinedState = {
  readonly atRest: boolean;
  /** Total of messages sent by all members: equal totals prove that none was sent in between. */
  readonly sent: number;
  readonly next: LabTime | null;
  readonly work: LabTime | null;
};

interface Expectation {
  readonly name: string;
  readonly until: number;
}

/** Members, fenced members and expected processes, by incarnation: two processes of one name are two members. */
export class Membership {
  readonly #members = new Map<string, Member>();
  readonly #expected = new Set<Expectation>();

  /** Adds a process, or resets a rejoining one. New members count as busy until their first report. */
  join({ name, from: incarnation, stamps }: Join, hostNow: number): void {
    this.#members.delete(incarnation);
    const nothingKnown = {
      fenced: false,
      idle: undefined,
      holds: {},
      pinged: false,
      silences: 0,
      wave: undefined,
      waits: false,
      admits: 0,
    };
    const instant = { at: Number.NEGATIVE_INFINITY, rests: 0, fired: {} };
    this.#members.set(incarnation, { name, incarnation, stamps: stamps === true, heardAt: hostNow, ...nothingKnown, instant });
    for (const expectation of this.#expected) if (expectation.name === name) this.#expected.delete(expectation);
  }

  /** Returns true if the process was a member. */
  remove(incarnation: string): boolean {
    return this.#members.delete(incarnation);
  }

  /** Returns a function that withdraws the expectation. */
  expect(name: string, until: number): () => boolean {
    const expectation = { name, until };
    this.#expected.add(expectation);
    return () => this.#expected.delete(expectation);
  }

  /** Drops overdue expectations, and returns their names. */
  expire(hostNow: number): string[] {
    const late = [...this.#expected].filter(({ until }) => until <= hostNow);
    for (const expectation of late) this.#expected.delete(expectation);
    return late.map(({ name }) => name);
  }

  get(incarnation: string): Member | undefined {
    return this.#members.get(incarnation);
  }

  all(): readonly Member[] {
    return [...this.#members.values()];
  }

  following(): Member[] {
    return this.#those(() => true);
  }

  /** Returns incarnations of fenced members; undefined if none. */
  out(): readonly string[] | undefined {
    const out: string[] = [];
    for (const { fenced, incarnation } of this.#members.values()) if (fenced) out.push(incarnation);
    return out.length > 0 ? out : undefined;
  }

  /** Returns members with a timer due at `at`. */
  due(at: LabTime): Member[] {
    return this.#those(({ idle }) => idle !== undefined && idle.next !== null && idle.next <= at);
  }

  stamping(): Member[] {
    return this.#those(({ stamps }) => stamps);
  }

  /** Returns members with outside work at their gate. */
  waiting(): Member[] {
    return this.#those(({ waits }) => waits);
  }

  get expected(): readonly string[] {
    return [...this.#expected].map(({ name }) => name);
  }

  /** Returns the combined state of all unfenced members at lab time `now`. */
  combined(now: LabTime): CombinedState {
    let atRest = this.#expected.size === 0;
    let sent = 0;
    let next: LabTime | null = null;
    let work: LabTime | null = null;
    for (const member of this.#members.values()) {
      if (member.fenced) continue;
      if (!isIdle(member, now)) atRest = false;
      else {
        sent += member.idle.sent;
        next = earlier(next, member.idle.next);
        work = earlier(work, member.idle.work);
      }
    }
    return { atRest, sent, next, work };
  }

  #those(chosen: (member: Member) => boolean): Member[] {
    const those: Member[] = [];
    for (const member of this.#members.values()) if (!member.fenced && chosen(member)) those.push(member);
    return those;
  }

  states(): MemberState[] {
    const members = this.all().map(({ name, fenced, holds }) => ({ name, state: fenced ? 'fenced' : 'following', holds }) as const);
    return [...members, ...this.expected.map((name) => ({ name, state: 'expected', holds: {} }) as const)].sort(byName);
  }
}

/** True for an idle member without due timers: a report with a due timer crossed a jump, and is void. */
export function isIdle(member: Member, now: LabTime): member is Member & { idle: IdleState } {
  return member.idle !== undefined && (member.idle.next === null || member.idle.next > now);
}

/** Returns the earlier instant; null means never. */
export function earlier(a: LabTime | null, b: LabTime | null): LabTime | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function byName(a: MemberState, b: MemberState): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
