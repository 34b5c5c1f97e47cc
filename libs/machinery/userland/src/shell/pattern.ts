import { bracketSet } from '../regex/bracket-set.ts';

/** Step of a pattern: any text, any character, or a character class. */
type Step = 'any text' | 'any character' | ((char: string) => boolean);

/** A compiled pattern of file names and `case`: `*`, `?`, `[a-z]`, `[!0-9]`, `[[:digit:]]`; a backslash takes the meaning away. */
export type Pattern = readonly Step[];

export function compilePattern(pattern: string): Pattern {
  const steps: Step[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    const set = char === '[' ? bracketSet(pattern, at + 1, { negation: '!^', escapes: true }) : undefined;
    if (set !== undefined) {
      steps.push(set.fits);
      at = set.end - 1;
    } else if (char === '*') {
      if (steps.at(-1) !== 'any text') steps.push('any text');
    } else if (char === '?') steps.push('any character');
    else if (char === '\\' && at + 1 < pattern.length) steps.push(only(pattern[++at] ?? ''));
    else steps.push(only(char));
  }
  return steps;
}

function only(char: string): (other: string) => boolean {
  return (other) => other === char;
}

/** Returns whether a pattern matches the whole text. Time is proportional to both lengths. */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  return matchEnds(pattern, text).at(-1) === text.length;
}

/** The lengths of all beginnings of `text` that fit, ascending. */
export function matchEnds(pattern: Pattern, text: string, from = 0): number[] {
  const ends: number[] = [];
  let states = closure(pattern, new Set([0]));
  for (let at = from; ; at++) {
    if (states.has(pattern.length)) ends.push(at);
    if (at >= text.length || states.size === 0) return ends;
    states = closure(pattern, advance(pattern, states, text[at] ?? ''));
  }
}

/** Start offsets of all matching suffixes, descending. */
export function matchStarts(pattern: Pattern, text: string): number[] {
  const backwards = [...text].reverse().join('');
  return matchEnds([...pattern].reverse(), backwards).map((length) => text.length - length);
}

function advance(pattern: Pattern, states: ReadonlySet<number>, char: string): Set<number> {
  const next = new Set<number>();
  for (const state of states) {
    const step = pattern[state];
    if (step === 'any text') next.add(state);
    else if (step === 'any character' || step?.(char)) next.add(state + 1);
  }
  return next;
}

/** `*` fits nothing as well. */
function closure(pattern: Pattern, states: Set<number>): Set<number> {
  for (const state of states) if (pattern[state] === 'any text') states.add(state + 1);
  return states;
}
