import type { ListedObject, Registry } from '@klockwork/registry';
import type { KindDefinition, KubeObject } from '@klockwork/resources';

/** Conversions of objects of the log by object, then by the conversion of a served version. */
type Conversions = WeakMap<KubeObject, Map<KindDefinition['conversion'], Promise<ListedObject>>>;

/** By registry: its objects are frozen and shared by all watches. */
const conversions = new WeakMap<Registry, Conversions>();

/**
 * Returns the converted object of an event. All watches of a version share one call of the webhook. A failed call is repeated for the next
 * watch. Models the watch caches of upstream, which also convert once per version.
 */
export function eventConversion(registry: Registry, kind: KindDefinition, item: ListedObject): Promise<ListedObject> {
  const conversionsOfRegistry = conversions.get(registry) ?? (new WeakMap() as Conversions);
  conversions.set(registry, conversionsOfRegistry);
  const ofObject = conversionsOfRegistry.get(item.object) ?? new Map<KindDefinition['conversion'], Promise<ListedObject>>();
  conversionsOfRegistry.set(item.object, ofObject);
  const sharedConversion = ofObject.get(kind.conversion) ?? convertedAlone(registry, kind, item);
  ofObject.set(kind.conversion, sharedConversion);
  sharedConversion.catch(() => ofObject.delete(kind.conversion));
  return sharedConversion;
}

async function convertedAlone(registry: Registry, kind: KindDefinition, item: ListedObject): Promise<ListedObject> {
  const [convertedObject] = await registry.inVersion(kind, [item]);
  return convertedObject as ListedObject;
}
