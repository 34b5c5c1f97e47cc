import { OutOfMemoryError } from '../process/out-of-memory.ts';
import { parseRegex, RegexError, type RegexNode, type RegexOptions } from './parse-regex.ts';

/** Max text length of one search. Longer texts would block the host's event loop for seconds. */
const SUBJECT_LENGTH_MAX = 1024 * 1024;

/** Match offsets: `groups[0]` is the whole match, `groups[1]` the first group; -1 for an unused group. */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (readonly [start: number, end: number])[];
}

type Step =
  | { readonly type: 'char'; fits(char: string): boolean }
  | { readonly type: 'edge'; readonly kind: 'begin' | 'end' | 'word-edge' | 'word-begin' | 'word-end' }
  | { readonly type: 'save'; readonly slot: number }
  | { type: 'split'; first: number; second: number }
  | { type: 'jump'; to: number }
  | { readonly type: 'match' };

type Thread = { readonly at: number; readonly saved: readonly number[] };

/** Search state at one character: visited steps, and threads before the next character. */
interface SearchPosition {
  readonly text: string;
  readonly at: number;
  readonly seen: Set<number>;
  readonly ready: Thread[];
}

const STEPS_MAX = 20_000;

/**
 * Regular expression with matching time linear in text and expression length: Thompson's simulation with Pike's captures. Prefers the
 * leftmost, then longest match (POSIX).
 */
export class Regex {
  readonly #steps: Step[] = [];
  readonly #slots: number;
  /** Literal text of an expression without operators. */
  readonly #literal: string | undefined;

  /** Throws {@link RegexError}. */
  constructor(source: string, options: RegexOptions) {
    const { node, groups } = parseRegex(source, options);
    this.#slots = (groups + 1) * 2;
    const isPlain = options.syntax === 'literal' || !/[\\.[\]*^$+?(){}|]/.test(source);
    this.#literal = isPlain && !options.ignoreCase ? source : undefined;
    this.#emit(node);
    this.#steps.push({ type: 'match' });
  }

  /** Leftmost longest match at or after `from`; undefined without one. Throws {@link OutOfMemoryError} above the max text length. */
  find(text: string, from = 0): RegexMatch | undefined {
    if (this.#literal !== undefined) return findLiteral(text, this.#literal, from);
    if (text.length > SUBJECT_LENGTH_MAX) throw new OutOfMemoryError();
    const saves = this.#simulate(text, from);
    if (saves === undefined) return undefined;
    const groups = Array.from({ length: this.#slots / 2 }, (_, index) => [saves[index * 2] ?? -1, saves[index * 2 + 1] ?? -1] as const);
    groups[0] = [saves[0] ?? from, saves[1] ?? from];
    return { start: saves[0] ?? from, end: saves[1] ?? from, groups };
  }

  test(text: string): boolean {
    return this.find(text) !== undefined;
  }

  #simulate(text: string, from: number): readonly number[] | undefined {
    let threads: Thread[] = [];
    let best: readonly number[] | undefined;
    for (let at = from; at <= text.length; at++) {
      const states = new Set<number>();
      const ready: Thread[] = [];
      const position = { text, at, seen: states, ready };
      for (const thread of threads) this.#follow(thread, position);
      if (best === undefined) this.#follow({ at: 0, saved: withSlot([], 0, at) }, position);
      threads = [];
      for (const thread of ready) {
        const step = this.#steps[thread.at];
        if (step?.type === 'match') best = longer(best, withSlot(thread.saved, 1, at));
        else if (step?.type === 'char' && at < text.length && step.fits(text[at] ?? ''))
          threads.push({ at: thread.at + 1, saved: thread.saved });
      }
      if (best !== undefined) threads = threads.filter(({ saved }) => (saved[0] ?? 0) <= (best?.[0] ?? 0));
      if (threads.length === 0 && best !== undefined) break;
    }
    return best;
  }

  /** Adds all threads reachable from `start` without consuming a character. */
  #follow(start: Thread, { text, at, seen, ready }: SearchPosition): void {
    const stack: Thread[] = [start];
    for (let thread = stack.pop(); thread !== undefined; thread = stack.pop()) {
      if (seen.has(thread.at)) continue;
      seen.add(thread.at);
      const step = this.#steps[thread.at] as Step;
      if (step.type === 'jump') stack.push({ at: step.to, saved: thread.saved });
      else if (step.type === 'split') stack.push({ at: step.second, saved: thread.saved }, { at: step.first, saved: thread.saved });
      else if (step.type === 'save') stack.push({ at: thread.at + 1, saved: withSlot(thread.saved, step.slot, at) });
      else if (step.type !== 'edge') ready.push(thread);
      else if (isEdge(step.kind, text, at)) stack.push({ at: thread.at + 1, saved: thread.saved });
    }
  }

  #emit(node: RegexNode): void {
    if (this.#steps.length > STEPS_MAX) throw new RegexError('Regular expression too big');
    switch (node.type) {
      case 'char':
        this.#steps.push({ type: 'char', fits: node.fits });
        return;
      case 'nothing':
        return;
      case 'all':
        for (const each of node.nodes) this.#emit(each);
        return;
      case 'any':
        this.#emitAlternatives(node.nodes);
        return;
      case 'repeat':
        this.#emitRepeat(node);
        return;
      case 'group':
        this.#steps.push({ type: 'save', slot: node.index * 2 });
        this.#emit(node.node);
        this.#steps.push({ type: 'save', slot: node.index * 2 + 1 });
        return;
      default:
        this.#steps.push({ type: 'edge', kind: node.type });
    }
  }

  #emitAlternatives(nodes: readonly RegexNode[]): void {
    const jumps: { type: 'jump'; to: number }[] = [];
    for (const [index, node] of nodes.entries()) {
      const split = { type: 'split' as const, first: this.#steps.length + 1, second: 0 };
      if (index < nodes.length - 1) this.#steps.push(split);
      this.#emit(node);
      const jump = { type: 'jump' as const, to: 0 };
      if (index < nodes.length - 1) this.#steps.push(jump);
      jumps.push(jump);
      split.second = this.#steps.length;
    }
    for (const jump of jumps) jump.to = this.#steps.length;
  }

  #emitRepeat({ node, min, max }: RegexNode & { type: 'repeat' }): void {
    for (let count = 0; count < min; count++) this.#emit(node);
    if (max === Number.POSITIVE_INFINITY) {
      const split = { type: 'split' as const, first: this.#steps.length + 1, second: 0 };
      const start = this.#steps.length;
      this.#steps.push(split);
      this.#emit(node);
      this.#steps.push({ type: 'jump', to: start });
      split.second = this.#steps.length;
      return;
    }
    const splits: { type: 'split'; first: number; second: number }[] = [];
    for (let count = min; count < max; count++) {
      const split = { type: 'split' as const, first: this.#steps.length + 1, second: 0 };
      this.#steps.push(split);
      splits.push(split);
      this.#emit(node);
    }
    for (const split of splits) split.second = this.#steps.length;
  }
}

function findLiteral(text: string, literal: string, from: number): RegexMatch | undefined {
  const start = text.indexOf(literal, from);
  const end = start + literal.length;
  return start < 0 ? undefined : { start, end, groups: [[start, end]] };
}

function withSlot(saves: readonly number[], slot: number, at: number): readonly number[] {
  const changedSaves = saves.slice();
  changedSaves[slot] = at;
  return changedSaves;
}

function longer(first: readonly number[] | undefined, other: readonly number[]): readonly number[] {
  if (first === undefined) return other;
  const [start = 0, end = 0] = first;
  const [otherStart = 0, otherEnd = 0] = other;
  return otherStart < start || (otherStart === start && otherEnd > end) ? other : first;
}

function isEdge(kind: (Step & { type: 'edge' })['kind'], text: string, at: number): boolean {
  const before = at > 0 && /\w/.test(text[at - 1] ?? '');
  const after = at < text.length && /\w/.test(text[at] ?? '');
  if (kind === 'begin') return at === 0;
  if (kind === 'end') return at === text.length;
  if (kind === 'word-edge') return before !== after;
  return kind === 'word-begin' ? !before && after : before && !after;
}
