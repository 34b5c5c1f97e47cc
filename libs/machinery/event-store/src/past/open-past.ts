import { type Activity, type LabTime, ManualClock } from '@klockwork/kernel';
import type { EventStore } from '../event-store.ts';
import { Journal } from '../journal.ts';
import { kindName } from '../kind-name.ts';
import type { RetainedKind } from '../retention.ts';
import type { Revision } from '../revision.ts';
import { isKindKnown } from './known-kind.ts';
import { readOnlyStore } from './read-only-store.ts';
import { restorePast } from './restore-past.ts';

/** Log as it was at a revision. */
export interface PastLog {
  readonly revision: Revision;
  /** Lab time of the newest event at or before the revision. */
  readonly at: LabTime;
  /** Read-only journal whose log ends at the revision. */
  readonly journal: Journal;
  /** Clock of the view. */
  readonly clock: ManualClock;
  /** JSON characters of all objects. */
  readonly characters: number;
  /** Returns whether all objects of a kind are known; false after retention removed events that told. */
  isKnown(kind: { readonly group: string; readonly resource: string }): Promise<boolean>;
}

/** Sources of the past. `kinds` defines retention. */
export interface PastOptions {
  readonly store: EventStore;
  /** Journal of the present, which shares unchanged objects. */
  readonly present: Pick<Journal, 'state'>;
  readonly activity: Activity;
  readonly kinds: readonly RetainedKind[];
}

/** Opens the log as it was at `revision`, between 1 and the end of the log. Rejects with DamagedLogError. */
export async function openPast({ store, present, activity, kinds }: PastOptions, revision: Revision): Promise<PastLog> {
  const past = await restorePast(store, present.state, revision);
  const { state, characters } = past;
  const clock = new ManualClock(state.at);
  const options = { store: readOnlyStore(store), clock, activity, kinds };
  const journal = await Journal.open(options, async () => ({ state, snapshotRevision: state.revision }));
  const answers = new Map<string, Promise<boolean>>();
  return {
    ...{ revision, at: state.at, journal, clock, characters },
    isKnown(kind) {
      if (!journal.forgets(kind)) return Promise.resolve(true);
      const name = kindName(kind);
      const answer = answers.get(name) ?? isKindKnown(store, kind, { ...past, through: revision });
      answers.set(name, answer);
      return answer;
    },
  };
}
