import type { LabTime } from '@klockwork/kernel';
import type { MemberState } from './clock-state.ts';
import type { AtRest, Join } from './messages.ts';

/** A process that joined. */
export interface Member {
  readonly name: string;
  readonly incarnation: string;
  /** It is told what time it is also when it has no timer due. */
  readonly stamps: boolean;
  /** It did not answer: the cluster goes on without it until it joins again. */
  fenced: boolean;
  /** What it said when it last came to rest; undefined while it is known to be doing something. */
  rest: AtRest | undefined;
  /** What it is doing, as far as anybody asked. */
  holds: Readonly<Record<string, number>>;
  /** Host time of its last word. */
  heardAt: number;
  /** A question to it is under way. */
  asked: boolean;
  /** Questions in a row that it left without an answer. */
  silences: number;
  /** The wave it has yet to answer, and how much it had sent when it was last found at rest. */
  wave: { readonly round: number; readonly sent: number } | undefined;
  /** Work from outside waits at its gate. */
  knocks: boolean;
  /** How often it was told to let in who waits. What it says with another number was said before. */
  admits: number;
  /** What it has done since lab time moved last. */
  instant: Instant;
}

/** How often a member came to rest at lab time `at`, and which timers it said had fired. */
export interface Instant {
  readonly at: LabTime;
  rests: number;
  fired: Readonly<Record<string, number>>;
}

/** All members in one: `atRest` when each of them is, the rest of it means nothing otherwise. */
export type Together = {
  readonly atRest: boolean;
  /** Messages that they have ever sent, in all: it is the same twice only when nobody has sent any between. */
  readonly sent: number;
  readonly next: LabTime | null;
  readonly work: LabTime | null;
};

interface Expectation {
  readonly name: string;
  readonly until: number;
}

/** Who follows the clock, who was fenced out, and who is about to come. By incarnation: two of one name are two processes. */
export class Membership {
  readonly #members = new Map<string, Member>();
  readonly #expected = new Set<Expectation>();

  /** A process has joined, or joined anew. It counts as busy until it reports. */
  join({ name, from: incarnation, stamps }: Join, hostNow: number): void {
    this.#members.delete(incarnation);
    const nothingKnown = {
      fenced: false,
      rest: undefined,
      holds: {},
      asked: false,
      silences: 0,
      wave: undefined,
      knocks: false,
      admits: 0,
    };
    const instant = { at: Number.NEGATIVE_INFINITY, rests: 0, fired: {} };
    this.#members.set(incarnation, { name, incarnation, stamps: stamps === true, heardAt: hostNow, ...nothingKnown, instant });
    for (const expectation of this.#expected) if (expectation.name === name) this.#expected.delete(expectation);
  }

  /** True when it was a member. */
  remove(incarnation: string): boolean {
    return this.#members.delete(incarnation);
  }

  /** The result takes it back. */
  expect(name: string, until: number): () => boolean {
    const expectation = { name, until };
    this.#expected.add(expectation);
    return () => this.#expected.delete(expectation);
  }

  /** Waits no longer for those who should have come by now; gives their names. */
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

  /** Incarnations that were fenced out; undefined when there are none. */
  out(): readonly string[] | undefined {
    const out: string[] = [];
    for (const { fenced, incarnation } of this.#members.values()) if (fenced) out.push(incarnation);
    return out.length > 0 ? out : undefined;
  }

  /** Who has something to do at `at`. */
  due(at: LabTime): Member[] {
    return this.#those(({ rest }) => rest !== undefined && rest.next !== null && rest.next <= at);
  }

  stamping(): Member[] {
    return this.#those(({ stamps }) => stamps);
  }

  /** At whose gate somebody waits. */
  knocking(): Member[] {
    return this.#those(({ knocks }) => knocks);
  }

  get expected(): readonly string[] {
    return [...this.#expected].map(({ name }) => name);
  }

  /** What all members that follow are doing at lab time `now`. */
  together(now: LabTime): Together {
    let atRest = this.#expected.size === 0;
    let sent = 0;
    let next: LabTime | null = null;
    let work: LabTime | null = null;
    for (const member of this.#members.values()) {
      if (member.fenced) continue;
      if (!isAtRest(member, now)) atRest = false;
      else {
        sent += member.rest.sent;
        next = earlier(next, member.rest.next);
        work = earlier(work, member.rest.work);
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

/** Who has a timer due is not at rest, whatever it said: what it said crossed a jump. */
export function isAtRest(member: Member, now: LabTime): member is Member & { rest: AtRest } {
  return member.rest !== undefined && (member.rest.next === null || member.rest.next > now);
}

/** The earlier of two instants, where null is never. */
export function earlier(a: LabTime | null, b: LabTime | null): LabTime | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function byName(a: MemberState, b: MemberState): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
