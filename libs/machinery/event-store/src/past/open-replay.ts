import { assert, type LabTime } from '@klockwork/kernel';
import type { StoredEvent } from '../event-store.ts';
import type { Revision } from '../revision.ts';
import { openPast, type PastLog, type PastOptions } from './open-past.ts';

/** Max number of events that one step of a replay applies. */
const STEP_EVENTS_MAX = 500;

/** Position of a replay. */
export interface ReplayPosition {
  /** Revision and lab time of the newest replayed event. */
  readonly revision: Revision;
  readonly at: LabTime;
  /** Lab time of the next event; null at the end. */
  readonly next: LabTime | null;
}

/** Past log whose later events are replayed step by step. `revision` and `at` follow. */
export interface LogReplay extends PastLog {
  /** Replays the events up to a time, or up to the end without one: at most 500 of them. Steps must not overlap. */
  step(to: LabTime | null): Promise<ReplayPosition>;
}

/** Opens the log as it was at `from`, with the events up to `through` to be replayed. Rejects with DamagedLogError. */
export async function openReplay(options: PastOptions, { from, through }: { from: Revision; through: Revision }): Promise<LogReplay> {
  const past = await openPast(options, from);
  // Answers for kinds with pruned events are those of the first moment: the state changes from here on.
  for (const kind of options.kinds) await past.isKnown(kind);
  const { journal, clock } = past;
  let queue: readonly StoredEvent[] = [];
  let read = from;
  /** Reads the next page, unless events are left. */
  const fill = async () => {
    if (queue.length > 0 || read >= through) return;
    const page = await options.activity.track('event log', options.store.readAfter({ after: read, limit: STEP_EVENTS_MAX }));
    queue = page.filter(({ revision }) => revision <= through);
    read = page.length < STEP_EVENTS_MAX ? through : (page.at(-1)?.revision ?? through);
  };
  return {
    ...past,
    get revision() {
      return journal.state.revision;
    },
    get at() {
      return journal.state.at;
    },
    async step(to) {
      await fill();
      const count = to === null ? queue.length : queue.filter(({ at }) => at <= to).length;
      for (const event of queue.slice(0, count)) {
        assert(event.revision > journal.state.revision, () => `revision ${event.revision} is replayed twice`);
        // The clock first: a bookmark of this moment must not name an event that watches have not seen.
        clock.advanceTo(event.at);
        journal.replay(event);
      }
      queue = queue.slice(count);
      await fill();
      return { revision: journal.state.revision, at: journal.state.at, next: queue[0]?.at ?? null };
    },
  };
}
