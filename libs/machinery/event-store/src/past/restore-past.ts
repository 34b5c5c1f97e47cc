import { currentJson } from '../current-form.ts';
import type { EventStore, SnapshotEntry } from '../event-store.ts';
import { LiveObject } from '../live-object.ts';
import { LogState, type LogStateReader } from '../log-state.ts';
import type { Revision } from '../revision.ts';

/** Events folded at a time. Other calls of the store run between two pages. */
const PAGE_EVENTS = 1_000;

/** State at a revision of the log. */
export interface PastState {
  readonly state: LogState;
  /** JSON characters of all objects. */
  readonly characters: number;
  /** Newest revision that retention removed between the snapshot and the past revision; 0 if none. */
  readonly lastMissing: Revision;
}

/**
 * Returns the state at `through`: the newest snapshot before, with later events. Objects that still exist unchanged are shared with
 * `present`; others are held as text.
 */
export async function restorePast(store: EventStore, present: LogStateReader, through: Revision): Promise<PastState> {
  const shared = objectsByRevision(present);
  const liveOf = (entry: SnapshotEntry) => shared.get(entry.revision) ?? textOf(entry);
  const snapshot = await store.loadSnapshot(through);
  const state = snapshot === undefined ? new LogState() : LogState.of(snapshot, liveOf);
  let lastMissing = 0;
  for (let count = PAGE_EVENTS; count === PAGE_EVENTS && state.revision < through; ) {
    const limit = Math.min(PAGE_EVENTS, through - state.revision);
    const page = (await store.readAfter({ after: state.revision, limit })).filter(({ revision }) => revision <= through);
    for (const event of page) {
      if (event.revision !== state.revision + 1) lastMissing = event.revision - 1;
      state.apply(event, liveOf(event));
    }
    count = page.length;
  }
  if (state.revision < through) lastMissing = through;
  return { state, characters: charactersOf(state), lastMissing };
}

/** Returns an object of the log that is held as text. */
export function textOf({ key, revision, objectJson }: SnapshotEntry): LiveObject {
  return new LiveObject({ key, revision, json: currentJson(key, objectJson) }).loose();
}

function objectsByRevision(present: LogStateReader): Map<Revision, LiveObject> {
  return new Map([...allObjects(present)].map((live) => [live.revision, live]));
}

function charactersOf(state: LogStateReader): number {
  let characters = 0;
  for (const { json } of allObjects(state)) characters += json.length;
  return characters;
}

function* allObjects(state: LogStateReader): Generator<LiveObject> {
  for (const kind of Object.keys(state.heads())) {
    const [group = '', resource = ''] = kind.split('/');
    yield* state.list({ group, resource });
  }
}
