import { comparePositions, type Journal, type Position, type Revision } from '@klockwork/event-store';
import type { KindDefinition, KubeObject } from '@klockwork/resources';

/** Object in the answer of a LIST. */
export interface ListedObject {
  readonly object: KubeObject;
  readonly json: string;
  /** Same value without caching after a parse, for single use. Undefined if `object` is already parsed. */
  readonly passing?: KubeObject;
}

/** Part of a kind's objects in the order (namespace, name), after a position. */
export interface Range {
  readonly namespace?: string;
  readonly after?: Position;
  /** True if the reader takes a limited number of objects. */
  readonly isPaged?: boolean;
}

/** Objects of a range, in order. */
export interface ObjectsAt {
  readonly objects: Iterable<ListedObject>;
  /** Returns the number of objects after a position. Undefined if only iteration tells. */
  readonly countAfter?: (after: Position) => number;
}

/**
 * Returns the objects of a kind at a revision: present state minus newer changes. Undefined beyond the journal's memory. An array for
 * the present state without `after`, except for pages: those rarely need all objects.
 */
export function stateAt(journal: Journal, kind: KindDefinition, revision: Revision, range: Range): ObjectsAt | undefined {
  const newer = revision === journal.state.revision ? [] : journal.recent({ after: revision, kind });
  if (newer === undefined) return undefined;
  const { group, resource } = kind;
  const { after, isPaged = false, ...of } = range;
  const query = { group, resource, ...of };
  const now = after === undefined && !isPaged ? journal.state.all(query) : journal.state.list({ ...query, ...(after && { after }) });
  if (newer.length > 0) return { objects: merged(now, takenBack(newer, range)) };
  return { objects: now, countAfter: (position) => journal.state.countAfter({ ...query, after: position }) };
}

type PastObject = Position & { readonly object: KubeObject | undefined };

/** Returns each changed object before its first newer change; undefined if absent then. */
function takenBack(newer: NonNullable<ReturnType<Journal['recent']>>, { namespace, after }: Range): PastObject[] {
  const before = new Map<string, PastObject>();
  for (const { event, previous } of newer) {
    const { key } = event;
    const text = `${key.namespace}/${key.name}`;
    if (before.has(text) || (namespace !== undefined && key.namespace !== namespace)) continue;
    before.set(text, { namespace: key.namespace, name: key.name, object: previous });
  }
  return [...before.values()].filter((former) => after === undefined || comparePositions(former, after) > 0).sort(comparePositions);
}

/** Merges both sorted lists; past objects override present ones. */
function* merged(now: Iterable<ListedObject & { readonly key: Position }>, pastObjects: readonly PastObject[]): Generator<ListedObject> {
  let index = 0;
  for (const live of now) {
    for (; index < pastObjects.length && comparePositions(pastObjects[index] as PastObject, live.key) < 0; index++)
      yield* present(pastObjects[index] as PastObject);
    if (index < pastObjects.length && comparePositions(pastObjects[index] as PastObject, live.key) === 0)
      yield* present(pastObjects[index++] as PastObject);
    else yield live;
  }
  for (; index < pastObjects.length; index++) yield* present(pastObjects[index] as PastObject);
}

function* present({ object }: PastObject): Generator<ListedObject> {
  if (object !== undefined) yield { object, json: JSON.stringify(object) };
}
