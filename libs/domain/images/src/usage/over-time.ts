import { amountAt, type RunningUse, type Stretch, stretches } from './use.ts';

/** Upper bound of stretches before a use repeats: a limit not exceeded by then never is. */
const STRETCHES_MAX = 5_000;

/** Tolerance of floating point, in units. */
const ROUNDING = 1e-6;

/** First whole ms from `from` on with the sum of uses above `limit`; undefined if never. */
export function firstAbove(uses: readonly RunningUse[], limit: number, from: number): number | undefined {
  if (mostOf(uses) <= limit) return undefined;
  let seen = 0;
  for (const stretch of stretches(uses, from)) {
    const at = crossing(uses, stretch, limit);
    if (at !== undefined) return at;
    seen += 1;
    if (seen === STRETCHES_MAX) return undefined;
  }
  return undefined;
}

/** Total use between two instants, amount times ms, capped by `limit`. */
export function usedBetween(uses: readonly RunningUse[], from: number, to: number, limit: number): number {
  let sum = 0;
  for (const stretch of stretches(uses, from)) {
    if (stretch.from >= to) break;
    sum += areaBelow(stretch.amount, stretch.slope, Math.min(stretch.to, to) - stretch.from, limit);
  }
  return sum;
}

/** How many ms of the time between two instants the uses wanted more than `limit`. */
export function timeAbove(uses: readonly RunningUse[], from: number, to: number, limit: number): number {
  let sum = 0;
  for (const { from: begin, to: end, amount, slope } of stretches(uses, from)) {
    if (begin >= to) break;
    const length = Math.min(end, to) - begin;
    sum += amount > limit ? length : slope > 0 ? Math.max(0, length - (limit - amount) / slope) : 0;
  }
  return sum;
}

/** Division gives an estimate; checks of neighbouring ms make it exact. */
function crossing(uses: readonly RunningUse[], { from, to, amount, slope }: Stretch, limit: number): number | undefined {
  if (isAbove(amount, limit)) return from;
  if (slope <= 0) return undefined;
  const nearly = from + Math.floor((limit - amount) / slope);
  const at = [nearly, nearly + 1, nearly + 2].find((now) => now > from && isAbove(amountAt(uses, now), limit));
  return at !== undefined && at < to ? at : undefined;
}

function isAbove(amount: number, limit: number): boolean {
  return amount - limit > ROUNDING;
}

/** Area below a rising line, capped by `limit`. */
function areaBelow(amount: number, slope: number, length: number, limit: number): number {
  if (amount >= limit) return limit * length;
  const rises = slope > 0 ? Math.min(length, (limit - amount) / slope) : length;
  const flat = length - rises;
  return amount * rises + (slope * rises * rises) / 2 + (flat > 0 ? limit * flat : 0);
}

/** Upper bound of the sum. */
function mostOf(uses: readonly RunningUse[]): number {
  return uses.reduce((sum, { use }) => {
    const grownBase = use.growthPerSecond > 0 ? Math.max(use.base, use.upTo) : use.base;
    return use.spikes.reduce((more, { amount }) => more + amount, sum + grownBase);
  }, 0);
}
