import { deepFreeze } from '@klockwork/kernel';
import type { KindDefinition, KubeObject } from '@klockwork/resources';
import type { RegistryContext } from './context.ts';
import type { ListedObject } from './read/state-at.ts';
import { apiVersionOf, orderedObject } from './write/ordered-object.ts';

type Converting = Pick<RegistryContext, 'converter'>;

/** Returns an object of the log in the version of `kind`. Frozen. */
export async function inVersion(context: Converting, kind: KindDefinition, storedObject: KubeObject): Promise<KubeObject> {
  if (kind.conversion === undefined) return storedObject;
  const [object] = await allInVersion(context, kind, [storedObject]);
  return object as KubeObject;
}

/** Returns objects of a list in the version of `kind`, with one call for all that are in other versions. */
export async function listedInVersion(
  context: Converting,
  kind: KindDefinition,
  items: readonly ListedObject[],
): Promise<readonly ListedObject[]> {
  const storedObjects = items.map((object) => object.passing ?? object.object);
  const objects = await allInVersion(context, kind, storedObjects);
  return objects.map((object) => ({ object, json: JSON.stringify(object) }));
}

async function allInVersion({ converter }: Converting, kind: KindDefinition, storedObjects: readonly KubeObject[]): Promise<KubeObject[]> {
  const wantedApiVersion = apiVersionOf(kind);
  const read = storedObjects.map((object) => kind.conversion?.read(object) ?? object);
  const others = read.filter(({ apiVersion }) => apiVersion !== wantedApiVersion);
  const convertedObjects = others.length === 0 ? [] : await converter.convert(kind, others, wantedApiVersion);
  const results = new Map(others.map((object, index) => [object, deepFreeze(orderedObject(kind, convertedObjects[index] as KubeObject))]));
  return read.map((object) => results.get(object) ?? object);
}

/** Returns a draft in the version that the log stores; undefined for a kind without conversion. */
export async function toStoredVersion({ converter }: Converting, kind: KindDefinition, draft: KubeObject): Promise<KubeObject | undefined> {
  if (kind.conversion === undefined) return undefined;
  const { storedVersion } = kind.conversion;
  const object = orderedObject(kind, draft);
  if (storedVersion === apiVersionOf(kind)) return object;
  const [convertedObject] = await converter.convert(kind, [object], storedVersion);
  return inOrder(kind, convertedObject as KubeObject, storedVersion);
}

/** Returns an object in the order of the log, under its own version. */
export function inOrder(kind: KindDefinition, object: KubeObject, apiVersion: string): KubeObject {
  return { ...orderedObject(kind, object), apiVersion };
}
