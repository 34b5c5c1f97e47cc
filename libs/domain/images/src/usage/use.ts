/** How much of a resource is used over time: bytes, or thousandths of a processor. Pure numbers; ages in ms since the program began. */
export interface Use {
  readonly base: number;
  /** More each second. */
  readonly growthPerSecond: number;
  /** Where growth ends; Infinity for nowhere. */
  readonly upTo: number;
  readonly spikes: readonly Spike[];
}

/** `amount` more from `atMs` on for `forMs`; again every `everyMs`, unless that is undefined. */
export interface Spike {
  readonly atMs: number;
  readonly forMs: number;
  readonly everyMs: number | undefined;
  readonly amount: number;
}

/** A use that began at an instant of the lab. */
export interface RunningUse {
  readonly use: Use;
  readonly since: number;
}

/** A stretch of time in which the sum of uses is a straight line: `amount` at `from`, and `slope` more each ms until `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly slope: number;
}

/** Nothing ever. */
export const NO_USE: Use = { base: 0, growthPerSecond: 0, upTo: Number.POSITIVE_INFINITY, spikes: [] };

/** The same amount always. */
export function steadyUse(base: number): Use {
  return { ...NO_USE, base };
}

/** How much is used at `now` by all together. */
export function amountAt(uses: readonly RunningUse[], now: number): number {
  return uses.reduce((sum, { use, since }) => sum + oneAt(use, now - since), 0);
}

/** The sum of uses from `from` on, without end where it never stops changing; the last stretch ends at Infinity otherwise. */
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
  const grown = growthPerSecond === 0 ? base : Math.min(base + (growthPerSecond * age) / 1_000, Math.max(base, upTo));
  return spikes.reduce((sum, spike) => (isActive(spike, age) ? sum + spike.amount : sum), grown);
}

function slopeAt(use: Use, age: number): number {
  return age >= 0 && age < growthEnd(use) ? use.growthPerSecond / 1_000 : 0;
}

/** The age at which growth ends; 0 when there is none. A fraction of a ms counts as a whole one. */
function growthEnd({ base, growthPerSecond, upTo }: Use): number {
  if (growthPerSecond <= 0 || upTo <= base) return 0;
  return Math.ceil(((upTo - base) / growthPerSecond) * 1_000);
}

/** The next age after `age` at which the line bends or jumps. */
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
  const begun = everyMs === undefined ? atMs : age - ((age - atMs) % everyMs);
  if (age < begun + forMs) return begun + forMs;
  return everyMs === undefined ? Number.POSITIVE_INFINITY : begun + everyMs;
}
