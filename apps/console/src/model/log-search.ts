import type { AnsiPiece } from './ansi.ts';
import type { ContainerLine } from './log-text.ts';

/** Place of a searched text. */
export interface LogMatch {
  /** Index of the line. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** Styled piece of a line, inside or outside a match. */
export interface MarkedPiece extends AnsiPiece {
  readonly match?: LogMatch;
}

/** Max matches that are counted and marked. */
const MATCHES_MAX = 2_000;

/** Returns the places of a text in any case, in the order of lines. '' has none. */
export function matchesIn(lines: readonly ContainerLine[], text: string): readonly LogMatch[] {
  const wanted = text.toLowerCase();
  const found: LogMatch[] = [];
  if (wanted === '') return found;
  for (const [line, { text: own }] of lines.entries()) {
    const lower = own.toLowerCase();
    for (let from = lower.indexOf(wanted); from >= 0; from = lower.indexOf(wanted, from + wanted.length)) {
      found.push({ line, from, to: from + wanted.length });
      if (found.length === MATCHES_MAX) return found;
    }
  }
  return found;
}

/** Returns pieces of a line, split at its matches. */
export function markedPieces(pieces: readonly AnsiPiece[], matches: readonly LogMatch[]): readonly MarkedPiece[] {
  const marked: MarkedPiece[] = [];
  let start = 0;
  for (const { text, style } of pieces) {
    const end = start + text.length;
    const edges = matches.flatMap(({ from, to }) => [from, to]).filter((at) => at > start && at < end);
    const stops = [start, ...edges, end];
    for (let index = 1; index < stops.length; index++) {
      const [from = 0, to = 0] = [stops[index - 1], stops[index]];
      const match = matches.find((each) => each.from <= from && each.to >= to);
      marked.push({ text: text.slice(from - start, to - start), style, ...(match !== undefined && { match }) });
    }
    start = end;
  }
  return marked;
}

/** Returns the index of the next match, or of the previous one, around both ends. */
export function nextMatch(current: number, count: number, step: 1 | -1): number {
  return count === 0 ? 0 : (current + step + count) % count;
}
