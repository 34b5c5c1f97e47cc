import type { CommittedEvent } from '@klockwork/event-store';
import type { KubeObject } from '@klockwork/resources';
import type { Selection } from '../read/selection.ts';
import type { WatchEvent } from './watch-event.ts';

/**
 * Returns a watcher's view of a change: an object that begins to match is ADDED; an object that stops matching is DELETED. Models
 * `cacheWatcher.convertToWatchEvent`.
 */
export function transition(selection: Selection, committed: CommittedEvent): WatchEvent | undefined {
  const { event, previous } = committed;
  if (selection.namespace !== undefined && event.key.namespace !== selection.namespace) return undefined;
  const matched = previous !== undefined && selection.matches(previous);
  if (event.change === 'deleted') return matched ? told('DELETED', committed) : undefined;
  if (selection.matches(event.object)) return told(matched ? 'MODIFIED' : 'ADDED', committed);
  return matched ? left(committed, previous) : undefined;
}

function told(type: WatchEvent['type'], committed: CommittedEvent): WatchEvent {
  const { event, json } = committed;
  return { type, revision: event.revision, object: event.object, json, committed };
}

/** Returns the object in its last matching state, at the revision of the change. */
function left({ event }: CommittedEvent, previous: KubeObject): WatchEvent {
  const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(event.revision) } };
  return { type: 'DELETED', revision: event.revision, object, json: JSON.stringify(object) };
}
