import { join } from 'node:path';
import type { StoredEvent } from '@klockwork/event-store';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';

const OBJECTS = 5_000;
const BATCH = 5_000;
const KIND = { group: '', resource: 'configmaps' };

/**
 * Appends ConfigMap updates to the log of a stopped lab until it has `revisions`, in the api-server's format, each `everyMs` of lab time after
 * the one before.
 */
export async function lengthenLog(dataFolder: string, revisions: number, everyMs = 0): Promise<void> {
  const store = await SqliteEventStore.open({ path: join(dataFolder, 'events.db') });
  const { revision, at } = await store.head();
  const ofKind = await store.readAfter({ after: 0, limit: revision, kind: KIND });
  let previousRevisionOfKind = ofKind.at(-1)?.revision ?? 0;
  const newest = new Map(ofKind.map((event) => [event.uid, event.revision]));
  for (let from = revision + 1; from <= revisions; from += BATCH) {
    const length = Math.min(BATCH, revisions - from + 1);
    const batch = Array.from({ length }, (_, index) => {
      const next = from + index;
      const event = eventAt(next, newest, { previousRevisionOfKind, at: at + (next - revision) * everyMs });
      previousRevisionOfKind = event.revision;
      newest.set(event.uid, event.revision);
      return event;
    });
    await store.append(batch);
  }
  await store.close();
}

function eventAt(
  revision: number,
  newest: ReadonlyMap<string, number>,
  { previousRevisionOfKind, at }: { previousRevisionOfKind: number; at: number },
): StoredEvent {
  const number = revision % OBJECTS;
  const [name, uid] = [`long-${number}`, `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`];
  const previousRevision = newest.get(uid) ?? 0;
  const isFirst = previousRevision === 0;
  const metadata = { name, namespace: 'default', uid, resourceVersion: String(revision), creationTimestamp: '2026-01-01T00:00:00Z' };
  return {
    revision,
    previousRevision,
    previousRevisionOfKind,
    key: { ...KIND, namespace: 'default', name },
    uid,
    type: isFirst ? 'ConfigMapCreated' : 'ConfigMapUpdated',
    change: isFirst ? 'created' : 'updated',
    at,
    actor: { user: 'kubernetes-admin', userAgent: 'chaos' },
    correlationId: `long-log-${revision}`,
    cause: { trigger: 'request', name: 'update' },
    data: {},
    objectJson: JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { revision: String(revision), filling: 'x'.repeat(500) },
    }),
  };
}
