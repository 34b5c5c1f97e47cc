import { join } from 'node:path';
import type { StoredEvent } from '@klockwork/event-store';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';

const BATCH = 5_000;
const PODS = { group: '', resource: 'pods' };

/** Pod to copy, and the number of pods afterwards. `nameOf` and `nodeOf` return the names of a copy and its node. */
export interface PodCopies {
  readonly pod: string;
  readonly count: number;
  readonly nameOf: (index: number) => string;
  readonly nodeOf: (index: number) => string;
}

/** Appends copies of a pod of the default namespace to the log of a stopped lab, as creations. */
export async function copyPod(dataFolder: string, { pod, count, nameOf, nodeOf }: PodCopies): Promise<void> {
  const store = await SqliteEventStore.open({ path: join(dataFolder, 'events.db') });
  try {
    const { revision: head, at } = await store.head();
    const known = await store.readAfter({ after: 0, limit: head, kind: PODS });
    const own = known.filter(({ key }) => key.name === pod);
    const [created, present] = [own[0], own.at(-1)];
    if (created === undefined || present === undefined) throw new Error(`the log has no pod ${pod}`);
    let previousRevisionOfKind = known.at(-1)?.revision ?? 0;
    for (let from = 1; from < count; from += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, count - from) }, (_, place): StoredEvent => {
        const revision = head + from + place;
        const index = from + place;
        const uid = `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`;
        const object = JSON.parse(present.objectJson) as { metadata: object; spec: object };
        const metadata = { ...object.metadata, name: nameOf(index), uid, resourceVersion: String(revision) };
        const objectJson = JSON.stringify({ ...object, metadata, spec: { ...object.spec, nodeName: nodeOf(index) } });
        const event = { ...created, revision, previousRevisionOfKind, at, uid, key: { ...created.key, name: nameOf(index) }, objectJson };
        previousRevisionOfKind = revision;
        return event;
      });
      await store.append(batch);
    }
  } finally {
    await store.close();
  }
}
