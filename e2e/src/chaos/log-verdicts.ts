import type { LoggedEvent } from '@klockwork/lab-tool';
import type { WatchedEvent } from './config-map-watcher.ts';
import type { AcknowledgedWrite } from './config-map-writer.ts';

/** Functions that check a whole log and return violations, one a line; empty for a valid log. */

/** Revisions must be 1, 2, 3 …, and each event must refer to the previous one of its object and kind. */
export function brokenChains(log: readonly LoggedEvent[]): string[] {
  const complaints: string[] = [];
  const newest = new Map<string, number>();
  for (const [index, event] of log.entries()) {
    if (event.revision !== index + 1) complaints.push(`revision ${event.revision} is at position ${index + 1}`);
    const key = keyOf(event);
    const before = newest.get(key) ?? 0;
    if (event.previousRevision !== before)
      complaints.push(`revision ${event.revision} of ${key} follows ${event.previousRevision}, not ${before}`);
    newest.set(key, event.type.endsWith('Deleted') ? 0 : event.revision);
  }
  return complaints;
}

/** Each acknowledged write must be the event of its revision, with the written content. */
export function lostWrites(log: readonly LoggedEvent[], acknowledged: readonly AcknowledgedWrite[]): string[] {
  const byRevision = new Map(log.map((event) => [event.revision, event]));
  const revisions = acknowledged.map(({ revision }) => revision);
  const twice = revisions.filter((revision, index) => revisions.indexOf(revision) !== index);
  return [
    ...twice.map((revision) => `revision ${revision} was acknowledged twice`),
    ...acknowledged
      .filter(({ revision, name, uid, value }) => {
        const event = byRevision.get(revision);
        return event === undefined || event.key.name !== name || event.uid !== uid || event.object?.data?.value !== value;
      })
      .map((write) => `${JSON.stringify(write)} is not in the log, but ${JSON.stringify(byRevision.get(write.revision))}`),
  ];
}

/** A watch must deliver exactly the events after `from`, once each, in order, with the log's content. */
export function watchGaps(log: readonly LoggedEvent[], watched: readonly WatchedEvent[], from: number): string[] {
  const lines = log
    .filter(({ revision, key }) => revision > from && key.resource === 'configmaps' && key.namespace === 'default')
    .map(watchedOf);
  const length = Math.max(lines.length, watched.length);
  return Array.from({ length }, (_, index) => [JSON.stringify(lines[index]), JSON.stringify(watched[index])])
    .filter(([logged, got]) => logged !== got)
    .map(([logged, got]) => `the log has ${logged}, the watcher got ${got}`)
    .slice(0, 10);
}

function watchedOf({ revision, previousRevision, type, key, object }: LoggedEvent): WatchedEvent {
  const change = type.endsWith('Deleted') ? 'DELETED' : previousRevision === 0 ? 'ADDED' : 'MODIFIED';
  return { type: change, name: key.name, revision, value: object?.data?.value };
}

function keyOf({ key, uid }: LoggedEvent): string {
  return `${key.resource}.${key.group}/${key.namespace}/${key.name}/${uid}`;
}
