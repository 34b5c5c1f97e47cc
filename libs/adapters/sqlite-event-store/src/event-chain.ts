import type { Revision } from '@klockwork/event-store';
import { type Checksum, checksumOf } from './checksum.ts';
import { type EventRow, linkOf, revisionOf, storedChecksumOf } from './event-row.ts';
import type { LogDamage } from './log-damage.ts';
import type { PrunedRange } from './schema.ts';

/** Returns the pruned range that contains `revision`, if any. */
export type FindRange = (revision: Revision) => PrunedRange | undefined;

/**
 * Verifies events in order. Each event must contain the previous checksum, and each missing revision must be pruned. Throws
 * DamagedLogError.
 */
export class EventChain {
  readonly #findRange: FindRange;
  readonly #damage: LogDamage;
  revision: Revision;
  /** Undefined before the first event, if the chain starts in the middle of the log. */
  checksum: Checksum | undefined;

  /** Creates a chain that continues after `revision`. */
  constructor(findRange: FindRange, damage: LogDamage, after: { revision: Revision; checksum?: Checksum }) {
    this.#findRange = findRange;
    this.#damage = damage;
    this.revision = after.revision;
    this.checksum = after.checksum;
  }

  follow(row: EventRow): void {
    const revision = revisionOf(row);
    if (revision !== this.revision + 1) this.#skipTo(revision);
    if (this.checksum !== undefined && linkOf(row) !== this.checksum) throw this.#damage.at(revision, 'does not follow the one before it');
    this.revision = revision;
    this.checksum = storedChecksumOf(row);
  }

  /** Skips the pruned range before `next`. */
  #skipTo(next: Revision): void {
    const missing = this.revision + 1;
    const range = this.#findRange(next - 1);
    if (range === undefined || !isWhole(range) || range.last !== next - 1 || range.first > missing)
      throw this.#damage.at(missing, 'is missing');
    if (this.checksum !== undefined && (range.first !== missing || range.link !== this.checksum))
      throw this.#damage.at(missing, 'is missing, and what was pruned there does not follow the event before it');
    this.revision = range.last;
    this.checksum = range.last_checksum;
  }
}

/** Returns a range with its checksum. */
export function rangeOf(range: Omit<PrunedRange, 'checksum'>): PrunedRange {
  return { ...range, checksum: checksumOf('range', range.first, range.last, range.link, range.last_checksum) };
}

/** True if the range matches its checksum. */
export function isWhole(range: PrunedRange): boolean {
  return rangeOf(range).checksum === range.checksum;
}
