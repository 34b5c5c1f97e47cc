import { currentJson } from './current-form.ts';
import type { EventStore, StoredEvent } from './event-store.ts';
import { LiveObject } from './live-object.ts';
import { LogState } from './log-state.ts';

/** Events folded at a time. */
const PAGE = 1_000;

/** Returns the state at the head of the log: the newest snapshot with later events. Parses only objects of an older form. */
export async function restoreState(store: EventStore): Promise<{ state: LogState; snapshotRevision: number }> {
  const snapshot = await store.loadSnapshot();
  const state = snapshot === undefined ? new LogState() : LogState.of(snapshot);
  const snapshotRevision = state.revision;
  for (;;) {
    const page = await store.readAfter({ after: state.revision, limit: PAGE });
    for (const event of page) fold(state, event);
    if (page.length < PAGE) return { state, snapshotRevision };
  }
}

function fold(state: LogState, event: StoredEvent): void {
  state.apply(event, liveObjectOf(event));
}

/** Live objects by event. Stores in memory return the same events to each journal: clusters of one process then parse an object once. */
const liveObjects = new WeakMap<StoredEvent, LiveObject>();

function liveObjectOf(event: StoredEvent): LiveObject {
  const { key, revision, objectJson } = event;
  const object = liveObjects.get(event) ?? new LiveObject({ key, revision, json: currentJson(key, objectJson) });
  liveObjects.set(event, object);
  return object;
}
