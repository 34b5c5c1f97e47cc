import { TERMINATING } from './life-state.ts';
import type { Bar, Timeline, TimelineRow } from './timeline.ts';

/** Span of lab time in ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Unread part of a history, at the beginning of a span. */
export interface Gap {
  /** States at the beginning of the span. */
  readonly base: Timeline;
  /** Instant from which the history is read. */
  readonly to: number;
}

/** Course of a lab in a span. With an unread part, ready pods are at most `readyLeast`; `shortMs`, `restarts` and `failures` are at least. */
export interface Outcome {
  /** True if no part of the history is unread. */
  readonly isWhole: boolean;
  /** Pods of the beginning that are gone at the end, or terminate. */
  readonly podsLost: number;
  /** Ready pods at the beginning, the fewest, and at the end. */
  readonly readyFirst: number;
  readonly readyLeast: number;
  readonly readyLast: number;
  /** Time with fewer ready pods than at the beginning, in ms. */
  readonly shortMs: number;
  /** Restarts of containers. */
  readonly restarts: number;
  /** Failed states, and Warning Events. */
  readonly failures: number;
}

export const MEASURES = ['podsLost', 'shortMs', 'readyLeast', 'readyLast', 'restarts', 'failures'] as const;
export type Measure = (typeof MEASURES)[number];

type PodBars = Pick<TimelineRow, 'bars'>;

/** Measures of which more is better; of the others less is. */
const MORE_IS_BETTER: ReadonlySet<Measure> = new Set(['readyLeast', 'readyLast']);

/** Measures that an unread part can only raise, and those that it can only lower. The others need both ends of the span alone. */
const LOWER_BOUNDS: ReadonlySet<Measure> = new Set(['shortMs', 'restarts', 'failures']);
const UPPER_BOUNDS: ReadonlySet<Measure> = new Set(['readyLeast']);

/** Returns the outcome of the span of a timeline. `gap`: the timeline begins later than the span. */
export function outcomeOf(timeline: Timeline, span: Span, gap?: Gap): Outcome {
  const rows = rowsOf(timeline);
  const pods = rows.filter(({ kind }) => kind === 'pod');
  const began = rowsOf(gap?.base ?? timeline).filter((row) => row.kind === 'pod' && livesAt(row, span.from));
  const lives = (id: string) => pods.some((row) => row.id === id && livesAt(row, span.to));
  return {
    isWhole: gap === undefined,
    ...readiness(gap === undefined ? pods : joinedPods(pods, gap), span),
    podsLost: began.filter(({ id }) => !lives(id)).length,
    restarts: rows.reduce((sum, row) => sum + restartsIn(row, span, gap?.base.row(row.id)?.bars), 0),
    failures: timeline.failures.filter((at) => at > span.from && at <= span.to).length,
  };
}

/** Returns the sign of a measure's bound: `≥`, `≤`, or '' for an exact value. */
export function boundOf(measure: Measure, { isWhole }: Outcome): '≥' | '≤' | '' {
  if (isWhole) return '';
  if (LOWER_BOUNDS.has(measure)) return '≥';
  return UPPER_BOUNDS.has(measure) ? '≤' : '';
}

/** Returns which of two outcomes is better; undefined for equal ones, and for bounds. */
export function betterOf(measure: Measure, own: Outcome, other: Outcome): 'own' | 'other' | undefined {
  if (boundOf(measure, own) !== '' || boundOf(measure, other) !== '') return undefined;
  const difference = (own[measure] - other[measure]) * (MORE_IS_BETTER.has(measure) ? 1 : -1);
  if (difference === 0) return undefined;
  return difference > 0 ? 'own' : 'other';
}

function rowsOf(timeline: Timeline): readonly TimelineRow[] {
  return timeline.order.flatMap((id) => timeline.row(id) ?? []);
}

/** Returns pods of both sides of a gap. States of its beginning last through the gap: no loss within is known. */
function joinedPods(pods: readonly TimelineRow[], { base, to }: Gap): readonly PodBars[] {
  const before = rowsOf(base)
    .filter(({ kind }) => kind === 'pod')
    .map(({ bars }) => ({ bars: bars.map((bar) => ({ ...bar, to })) }));
  return [...before, ...pods];
}

/** Follows the number of ready pods through the span. */
function readiness(pods: readonly PodBars[], { from, to }: Span): Pick<Outcome, 'readyFirst' | 'readyLeast' | 'readyLast' | 'shortMs'> {
  const steps = pods.flatMap(({ bars }) =>
    bars
      .filter((bar) => bar.tone === 'good' && bar.from <= to && (bar.to ?? to + 1) > from)
      .flatMap((bar) => [
        { at: Math.max(from, bar.from), by: 1 },
        ...(bar.to !== undefined && bar.to <= to ? [{ at: bar.to, by: -1 }] : []),
      ]),
  );
  const byInstant = Map.groupBy(steps, ({ at }) => at);
  const instants = [...byInstant.keys()].sort((one, other) => one - other);
  const sumAt = (at: number) => (byInstant.get(at) ?? []).reduce((sum, { by }) => sum + by, 0);
  const readyFirst = sumAt(from);
  let [ready, readyLeast, shortMs, last] = [readyFirst, readyFirst, 0, from];
  for (const at of instants.filter((instant) => instant > from)) {
    if (ready < readyFirst) shortMs += at - last;
    ready += sumAt(at);
    readyLeast = Math.min(readyLeast, ready);
    last = at;
  }
  if (ready < readyFirst) shortMs += to - last;
  return { readyFirst, readyLeast, readyLast: ready, shortMs };
}

function livesAt({ bars }: TimelineRow, at: number): boolean {
  return bars.some(({ from, to, label }) => label !== TERMINATING && from <= at && (to === undefined || to > at));
}

/** A container's attempts count its earlier starts. */
function restartsIn({ kind, bars }: TimelineRow, { from, to }: Span, base: readonly Bar[] = []): number {
  if (kind !== 'container') return 0;
  const attempts = [...base, ...bars].filter((bar) => bar.from <= to);
  const before = attempts.filter((bar) => bar.from <= from).at(-1)?.attempt ?? attempts[0]?.attempt ?? 0;
  return Math.max(0, (attempts.at(-1)?.attempt ?? before) - before);
}
