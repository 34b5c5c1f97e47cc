import { keyText } from '@klockwork/resources';
import type { EventStore } from '../event-store.ts';
import type { LogStateReader } from '../log-state.ts';
import type { Revision } from '../revision.ts';
import type { PastState } from './restore-past.ts';

type Kind = Readonly<{ group: string; resource: string }>;

const PAGE_EVENTS = 500;
/** Maximum number of later events that are read before a kind counts as unknown. */
const LATER_EVENTS_MAX = 10_000;

/**
 * Returns whether the objects of a kind with pruned events are known at a past revision. Each later event names the revision of its object
 * before: another one than the restored one was pruned.
 */
export async function isKindKnown(
  store: Pick<EventStore, 'readAfter'>,
  kind: Kind,
  { state, lastMissing, through }: PastState & { readonly through: Revision },
): Promise<boolean> {
  if (lastMissing === 0) return true;
  const seen = new Set<string>();
  for (let after = through, read = 0; read < LATER_EVENTS_MAX; read += PAGE_EVENTS) {
    const page = await store.readAfter({ after, limit: PAGE_EVENTS, kind });
    for (const { key, previousRevision } of page) {
      if (seen.has(keyText(key))) continue;
      seen.add(keyText(key));
      if (previousRevision !== revisionIn(state, key)) return false;
    }
    if (page.length < PAGE_EVENTS) return true;
    after = page.at(-1)?.revision ?? after;
  }
  return false;
}

function revisionIn(state: LogStateReader, key: Parameters<LogStateReader['get']>[0]): Revision {
  return state.get(key)?.revision ?? 0;
}
