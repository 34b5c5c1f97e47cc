import { type Activity, ManualClock } from '@klockwork/kernel';
import type { EventStore } from '../event-store.ts';
import { Journal, type JournalOptions } from '../journal.ts';
import type { LogDraft } from '../log-draft.ts';
import { MemoryEventStore } from '../memory-event-store.ts';
import type { WholeEvent } from '../stored-event.ts';
import { draftOf, microtaskActivity, podKey } from './builders.ts';

/** Journal with its dependencies, and a short form of pod writes. */
export interface OpenJournal {
  readonly journal: Journal;
  readonly store: EventStore;
  readonly clock: ManualClock;
  readonly activity: Activity;
  /** Creates the pod `name` in `default`, or updates an existing one; `said` overrides fields. */
  write(name: string, said?: Partial<LogDraft>): Promise<WholeEvent>;
}

/** Opens a journal; by default empty, in memory, and one second after the epoch. */
export async function openJournal(options: Partial<JournalOptions> & { clock?: ManualClock } = {}): Promise<OpenJournal> {
  const { store = new MemoryEventStore(), clock = new ManualClock(1_000), activity = microtaskActivity() } = options;
  const journal = await Journal.open({ ...options, store, clock, activity });
  const write = (name: string, said?: Partial<LogDraft>) => journal.write(draftOf(journal, podKey(name), said));
  return { journal, store, clock, activity, write };
}
