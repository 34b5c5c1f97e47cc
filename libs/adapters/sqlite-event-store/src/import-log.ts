import type { StoredEvent } from '@klockwork/event-store';
import { type EventValues, valuesOf } from './event-row.ts';
import { type KnownHead, saveHead } from './head-file.ts';
import { type PrunedThrough, rebuildLog } from './rebuild-log.ts';

/** Creates a log at the unused `path` from events in order, with new checksums. Missing revisions count as pruned. Returns its head. */
export async function importLog(path: string, events: Iterable<StoredEvent>): Promise<KnownHead> {
  const kinds = new Map<string, { group: string; resource: string }>();
  let [last, gap] = [0, 0];
  const values = function* (): Generator<EventValues> {
    for (const event of events) {
      const { group, resource } = event.key;
      kinds.set(`${group}/${resource}`, { group, resource });
      if (event.revision !== last + 1) gap = event.revision - 1;
      last = event.revision;
      yield valuesOf(event);
    }
  };
  // Gaps name no kind, so each kind counts as pruned up to the last gap.
  const pruned = (): PrunedThrough[] => (gap === 0 ? [] : [...kinds.values()].map((kind) => ({ ...kind, through: gap })));
  const head = await rebuildLog(path, values(), pruned);
  saveHead(path, head);
  return head;
}
