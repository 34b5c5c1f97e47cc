import type { CommittedEvent } from '@klockwork/event-store';
import type { KubeObject } from '@klockwork/resources';
import type { Selection } from '../read/selection.ts';
import type { WatchEvent } from './watch-event.ts';

/**
 * Returns a watcher's view of a change: an object that begins to match is ADDED; an object that stops matching is DELETED. Models
 * `cacheWatcher.convertToWatchEvent`.
 */
export function transition(selection: Selection, committedEvent: CommittedEvent): WatchEvent | undefined {
  const { event, previous } = committedEvent;
  if (selection.namespace !== undefined && event.key.namespace !== selection.namespace) return undefined;
  const matched = previous !== undefined && selection.matches(previous);
  if (event.change === 'deleted') return matched ? told('DELETED', committedEvent) : undefined;
  if (selection.matches(event.object)) return told(matched ? 'MODIFIED' : 'ADDED', committedEvent);
  return matched ? left(committedEvent, previous) : undefined;
}

function told(type: WatchEvent['type'], committedEvent: CommittedEvent): WatchEvent {
  const { event, json } = committedEvent;
  return { type, revision: event.revision, object: event.object, json, committed: committedEvent };
}

/** Returns the object in its last matching state, at the revision of the change. */
function left({ event }: CommittedEvent, previous: KubeObject): WatchEvent {
  const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(event.revision) } };
  return { type: 'DELETED', revision: event.revision, object, json: JSON.stringify(object) };
}
