import { type AnsiStyle, ansiPieces, PLAIN, withoutEscapes } from './ansi.ts';

/** Line of a container's log. */
export interface ContainerLine {
  /** Number of the line since the begin of reading: its identity. */
  readonly number: number;
  readonly container: string;
  /** Time of the line as the node wrote it: `2026-01-01T11:32:02.000000000Z`. */
  readonly time: string;
  /** Line as written, with escapes. */
  readonly raw: string;
  /** Line without escapes. */
  readonly text: string;
  /** Style at its begin. */
  readonly style: AnsiStyle;
}

/** Logs of containers as read so far. Immutable. */
export interface LogText {
  readonly lines: readonly ContainerLine[];
  /** Number of lines read, dropped ones included. */
  readonly count: number;
  /** State per container: begun line, and style at its begin. */
  readonly open: ReadonlyMap<string, { readonly rest: string; readonly style: AnsiStyle }>;
}

export const NO_TEXT: LogText = { lines: [], count: 0, open: new Map() };

/** Max lines in the view: older ones are dropped. */
export const LOG_LINES_MAX = 5_000;
/** Max characters of a line in the view. */
const LINE_CHARACTERS_MAX = 10_000;
const STAMPED = /^(\d{4}-\d\d-\d\dT\S+) (.*)$/s;

/** Returns the logs with more text of one container, whose lines begin with their times. Lines of containers stand in the order of time. */
export function withText(known: LogText, container: string, text: string): LogText {
  const { rest, style } = known.open.get(container) ?? { rest: '', style: PLAIN };
  const whole = (rest + text).split('\n');
  const lastLine = (whole.pop() ?? '').slice(0, LINE_CHARACTERS_MAX);
  const fresh: ContainerLine[] = [];
  let current = style;
  for (const each of whole) {
    const [, time = '', raw = each] = STAMPED.exec(each) ?? [];
    const shown = raw.slice(0, LINE_CHARACTERS_MAX);
    fresh.push({ number: known.count + fresh.length, container, time, raw: shown, text: withoutEscapes(shown), style: current });
    current = ansiPieces(shown, current).style;
  }
  const open = new Map(known.open).set(container, { rest: lastLine, style: current });
  return { lines: inOrder(known.lines, fresh).slice(-LOG_LINES_MAX), count: known.count + fresh.length, open };
}

/** Returns the logs without one container, before it is read again. */
export function withoutContainer({ lines, count, open }: LogText, container: string): LogText {
  const others = new Map(open);
  others.delete(container);
  return { lines: lines.filter((line) => line.container !== container), count, open: others };
}

function inOrder(lines: readonly ContainerLine[], fresh: readonly ContainerLine[]): readonly ContainerLine[] {
  const all = [...lines, ...fresh];
  const last = lines.at(-1)?.time ?? '';
  const first = fresh[0]?.time ?? last;
  return first >= last ? all : all.sort((a, b) => (a.time === b.time ? a.number - b.number : a.time < b.time ? -1 : 1));
}
