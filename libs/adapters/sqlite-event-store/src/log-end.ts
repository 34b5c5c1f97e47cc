import { kindName, type Revision } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import { type Checksum, NO_CHECKSUM } from './checksum.ts';

/** Newest event of the log and of each kind, in memory; reads are verified against these. */
export class LogEnd {
  revision: Revision = 0;
  at: LabTime = 0;
  checksum: Checksum = NO_CHECKSUM;
  #kinds = new Map<string, Revision>();

  /** Returns the newest revision of a kind; 0 if none. */
  kind(kind: { group: string; resource: string }): Revision {
    return this.#kinds.get(kindName(kind)) ?? 0;
  }

  /** Adds the next event. */
  follow(event: { revision: Revision; at: LabTime; checksum: Checksum; group: string; resource: string }): void {
    this.revision = event.revision;
    this.at = event.at;
    this.checksum = event.checksum;
    this.#kinds.set(kindName(event), event.revision);
  }

  /** Continues from a position in the middle of the log. */
  begin(at: { revision: Revision; at: LabTime; checksum: Checksum; heads: Readonly<Record<string, Revision>> }): void {
    this.revision = at.revision;
    this.at = at.at;
    this.checksum = at.checksum;
    this.#kinds = new Map(Object.entries(at.heads));
  }

  /** Returns the newest revisions by kind. */
  heads(): Readonly<Record<string, Revision>> {
    return Object.fromEntries(this.#kinds);
  }

  copy(): LogEnd {
    const same = new LogEnd();
    same.take(this);
    return same;
  }

  /** Copies the state of another end. */
  take(other: LogEnd): void {
    this.revision = other.revision;
    this.at = other.at;
    this.checksum = other.checksum;
    this.#kinds = new Map(other.#kinds);
  }
}
