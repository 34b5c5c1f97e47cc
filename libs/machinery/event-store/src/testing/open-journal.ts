import { type Activity, ManualClock } from '@klockwork/kernel';
import type { EventStore } from '../event-store.ts';
import { Journal, type JournalOptions } from '../journal.ts';
import type { LogDraft } from '../log-draft.ts';
import { MemoryEventStore } from '../memory-event-store.ts';
import type { WholeEvent } from '../stored-event.ts';
import { draftOf, microtaskActivity, podKey } from './builders.ts';

/** A journal with all that it stands on, and a short way to write pods to it. */
export interface OpenJournal {
  readonly journal: Journal;
  readonly store: EventStore;
  readonly clock: ManualClock;
  readonly activity: Activity;
  /** Creates the pod of this name in `default`, or updates it when it is there, unless said otherwise. */
  write(name: string, said?: Partial<LogDraft>): Promise<WholeEvent>;
}

/** Opens a journal; what is not said is empty, in memory, and one second after the beginning of time. */
export async function openJournal(options: Partial<JournalOptions> & { clock?: ManualClock } = {}): Promise<OpenJournal> {
  const { store = new MemoryEventStore(), clock = new ManualClock(1_000), activity = microtaskActivity() } = options;
  const journal = await Journal.open({ ...options, store, clock, activity });
  const write = (name: string, said?: Partial<LogDraft>) => journal.write(draftOf(journal, podKey(name), said));
  return { journal, store, clock, activity, write };
}
