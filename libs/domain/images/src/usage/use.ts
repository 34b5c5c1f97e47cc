/** Resource use over time: bytes, or millicores. Ages are ms since program start. */
export interface Use {
  readonly base: number;
  /** More each second. */
  readonly growthPerSecond: number;
  /** Where growth ends; Infinity for nowhere. */
  readonly upTo: number;
  readonly spikes: readonly Spike[];
}

/** Additional `amount` from `atMs` for `forMs`; repeated each `everyMs`, if defined. */
export interface Spike {
  readonly atMs: number;
  readonly forMs: number;
  readonly everyMs: number | undefined;
  readonly amount: number;
}

/** Use with its start in lab time. */
export interface RunningUse {
  readonly use: Use;
  readonly since: number;
}

/** Interval in which the sum of uses is linear: `amount` at `from`, changing by `slope` each ms until `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly slope: number;
}

export const NO_USE: Use = { base: 0, growthPerSecond: 0, upTo: Number.POSITIVE_INFINITY, spikes: [] };

/** The same amount always. */
export function steadyUse(base: number): Use {
  return { ...NO_USE, base };
}

/** Sum of uses at `now`. */
export function amountAt(uses: readonly RunningUse[], now: number): number {
  return uses.reduce((sum, { use, since }) => sum + oneAt(use, now - since), 0);
}

/** Intervals of the sum of uses from `from` on, endless if it never stops changing; otherwise the last one ends at Infinity. */
export function* stretches(uses: readonly RunningUse[], from: number): Generator<Stretch> {
  for (let at = from; at < Number.POSITIVE_INFINITY; ) {
    const to = uses.reduce((least, { use, since }) => Math.min(least, since + nextBend(use, at - since)), Number.POSITIVE_INFINITY);
    const slope = uses.reduce((sum, { use, since }) => sum + slopeAt(use, at - since), 0);
    yield { from: at, to, amount: amountAt(uses, at), slope };
    at = to;
  }
}

function oneAt({ base, growthPerSecond, upTo, spikes }: Use, age: number): number {
  if (age < 0) return 0;
  const grownBase = growthPerSecond === 0 ? base : Math.min(base + (growthPerSecond * age) / 1_000, Math.max(base, upTo));
  return spikes.reduce((sum, spike) => (isActive(spike, age) ? sum + spike.amount : sum), grownBase);
}

function slopeAt(use: Use, age: number): number {
  return age >= 0 && age < growthEnd(use) ? use.growthPerSecond / 1_000 : 0;
}

/** Age at the end of growth; 0 without growth. Rounded up to whole ms. */
function growthEnd({ base, growthPerSecond, upTo }: Use): number {
  if (growthPerSecond <= 0 || upTo <= base) return 0;
  return Math.ceil(((upTo - base) / growthPerSecond) * 1_000);
}

/** Next age after `age` with a bend or jump. */
function nextBend(use: Use, age: number): number {
  if (age < 0) return 0;
  const end = growthEnd(use);
  return use.spikes.reduce((least, spike) => Math.min(least, nextEdge(spike, age)), age < end ? end : Number.POSITIVE_INFINITY);
}

function isActive({ atMs, forMs, everyMs }: Spike, age: number): boolean {
  if (age < atMs) return false;
  return (everyMs === undefined ? age - atMs : (age - atMs) % everyMs) < forMs;
}

/** When a spike next begins or ends after `age`. */
function nextEdge(spike: Spike, age: number): number {
  const { atMs, forMs, everyMs } = spike;
  if (age < atMs) return atMs;
  const startMs = everyMs === undefined ? atMs : age - ((age - atMs) % everyMs);
  if (age < startMs + forMs) return startMs + forMs;
  return everyMs === undefined ? Number.POSITIVE_INFINITY : startMs + everyMs;
}
