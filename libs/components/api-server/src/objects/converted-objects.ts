import { type ListedObject, type ListQuery, type ListResult, pageLimit, unselected } from '@klockwork/registry';
import type { ObjectCall } from './object-call.ts';

/** Returns an object in the version of the request, through the conversion of its kind. */
export async function inAskedVersion(
  { kind, services }: Pick<ObjectCall, 'kind' | 'services'>,
  storedObject: ListedObject,
): Promise<ListedObject> {
  const [object] = await services.registry.inVersion(kind, [storedObject]);
  return object as ListedObject;
}

/** Lists objects in the version of the request. Selectors apply to converted objects, so a page may need several parts of the log's list. */
export async function listConverted(call: ObjectCall, list: ListQuery): Promise<ListResult> {
  const limit = pageLimit(list);
  const items: ListedObject[] = [];
  let part = await listPart(call, list);
  items.push(...part.items);
  while (part.continue !== undefined && items.length < limit) {
    // A part of the missing size never exceeds the page.
    part = await listPart(call, { ...list, limit: limit - items.length, continue: part.continue, ...FROM_TOKEN });
    items.push(...part.items);
  }
  const { remainingItemCount: _, ...result } = part;
  return list.selection.everything ? { ...part, items } : { ...result, items };
}

/** A continued list has the revision of its token. */
const FROM_TOKEN = { resourceVersion: '', resourceVersionMatch: '' } as const;

async function listPart({ kind, services: { registry } }: ObjectCall, list: ListQuery): Promise<ListResult> {
  const { selection } = list;
  const part = await registry.list(kind, { ...list, selection: unselected(selection) });
  const convertedObjects = await registry.inVersion(kind, part.items);
  return { ...part, items: selection.everything ? convertedObjects : convertedObjects.filter(({ object }) => selection.matches(object)) };
}
