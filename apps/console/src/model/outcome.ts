import { TERMINATING } from './life-state.ts';
import type { Timeline, TimelineRow } from './timeline.ts';

/** Span of lab time in ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Course of a lab in a span. */
export interface Outcome {
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

/** Measures of which more is better; of the others less is. */
const MORE_IS_BETTER: ReadonlySet<Measure> = new Set(['readyLeast', 'readyLast']);

/** Returns the outcome of the span of a timeline. */
export function outcomeOf(timeline: Timeline, span: Span): Outcome {
  const rows = timeline.order.flatMap((id) => timeline.row(id) ?? []);
  const pods = rows.filter(({ kind }) => kind === 'pod');
  const began = pods.filter((row) => livesAt(row, span.from));
  return {
    ...readiness(pods, span),
    podsLost: began.filter((row) => !livesAt(row, span.to)).length,
    restarts: rows.reduce((sum, row) => sum + restartsIn(row, span), 0),
    failures: timeline.failures.filter((at) => at > span.from && at <= span.to).length,
  };
}

/** Returns which of two outcomes is better; undefined for equal ones. */
export function betterOf(measure: Measure, own: Outcome, other: Outcome): 'own' | 'other' | undefined {
  const difference = (own[measure] - other[measure]) * (MORE_IS_BETTER.has(measure) ? 1 : -1);
  if (difference === 0) return undefined;
  return difference > 0 ? 'own' : 'other';
}

/** Follows the number of ready pods through the span. */
function readiness(pods: readonly TimelineRow[], { from, to }: Span): Pick<Outcome, 'readyFirst' | 'readyLeast' | 'readyLast' | 'shortMs'> {
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
function restartsIn({ kind, bars }: TimelineRow, { from, to }: Span): number {
  if (kind !== 'container') return 0;
  const attempts = bars.filter((bar) => bar.from <= to);
  const before = attempts.filter((bar) => bar.from <= from).at(-1)?.attempt ?? attempts[0]?.attempt ?? 0;
  return Math.max(0, (attempts.at(-1)?.attempt ?? before) - before);
}
