import type { LabObject } from '../store/row.ts';
import { type Kind, partsOf } from './kinds.ts';

/** Object with its kind. */
export interface KnownObject {
  readonly kind: Kind;
  readonly metadata: LabObject['metadata'];
}

/** Returns the kinds whose objects may depend on an object: those of its namespace, or all for cluster-wide objects. */
export function dependentKinds(kinds: readonly Kind[], owner: Kind): readonly Kind[] {
  const deletable = kinds.filter(({ verbs, resource }) => verbs.has('list') && verbs.has('delete') && !isEvent(resource));
  return owner.isNamespaced ? deletable.filter(({ isNamespaced }) => isNamespaced) : deletable;
}

/** Returns the namespace that an object's deletion empties or may reach; undefined for all namespaces. */
export function reachOf(kind: Kind, key: string): string | undefined {
  const { namespace, name } = partsOf(key);
  return kind.resource === 'namespaces' ? name : namespace;
}

/** Returns all direct and indirect dependents of an object by their ownerReferences, nearest first. */
export function dependentsOf(uid: string, objects: readonly KnownObject[]): readonly KnownObject[] {
  const byOwner = Map.groupBy(
    objects.flatMap((object) => (object.metadata.ownerReferences ?? []).map((owner) => ({ owner: owner.uid, object }))),
    ({ owner }) => owner,
  );
  const found = new Map<string, KnownObject>();
  let nearest = [uid];
  while (nearest.length > 0) {
    const next = nearest.flatMap((owner) => byOwner.get(owner) ?? []).map(({ object }) => object);
    const fresh = next.filter(({ metadata }) => metadata.uid !== uid && !found.has(metadata.uid));
    for (const object of fresh) found.set(object.metadata.uid, object);
    nearest = fresh.map(({ metadata }) => metadata.uid);
  }
  return [...found.values()];
}

function isEvent(resource: string): boolean {
  return resource === 'events' || resource === 'events.events.k8s.io';
}
