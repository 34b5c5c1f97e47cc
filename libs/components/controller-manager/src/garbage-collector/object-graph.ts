import type { Informer, InformerFactory } from '@klockwork/informers';
import type { OwnerReference } from '@klockwork/kubernetes-types';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { apiVersionOf } from '../ownership/owner-reference.ts';
import { type GarbageView, type Item, type Owner, waitsForDependents } from './garbage-view.ts';

const BY_OWNER = 'owner';

/** Graph of owner references over informers of all kinds. Replaces upstream's uidToNode. */
export class ObjectGraph {
  readonly #factory: InformerFactory;
  readonly #byResource = new Map<string, Informer>();
  /** Keys of objects with an owner of an unknown kind, by that kind. */
  readonly #unresolved = new Map<string, Set<string>>();

  constructor(factory: InformerFactory, kinds: readonly ResourceRef[]) {
    this.#factory = factory;
    for (const kind of kinds) this.add(kind);
  }

  get informers(): readonly Informer[] {
    return [...this.#byResource.values()];
  }

  /** Includes objects of a further kind. */
  add(kind: ResourceRef): Informer {
    const indexes = { [BY_OWNER]: (object: KubeObject) => (object.metadata?.ownerReferences ?? []).map(({ uid }) => uid) };
    const informer = this.#factory.informer<KubeObject>(kind, { indexes, metadataOnly: true });
    this.#byResource.set(resourceText(kind), informer);
    return informer;
  }

  /** Returns keys of objects that named an owner of the kind before it was known. */
  takeUnresolved({ group, kind }: ResourceRef): string[] {
    const keys = [...(this.#unresolved.get(kindText(group, kind)) ?? [])];
    this.#unresolved.delete(kindText(group, kind));
    return keys;
  }

  /** A key names an object of any kind. */
  keyOf({ resource, object }: Item): string {
    return `${resourceText(resource)}/${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`;
  }

  find(key: string): Item | undefined {
    const [group, resource, namespace = '', name = ''] = key.split('/');
    const informer = this.#byResource.get(`${group}/${resource}`);
    const object = informer?.get(namespace, name);
    return informer === undefined || object === undefined ? undefined : { resource: informer.resource, object };
  }

  dependentsOf(uid: string): Item[] {
    const items: Item[] = [];
    for (const informer of this.#byResource.values())
      for (const object of informer.byIndex(BY_OWNER, uid)) items.push({ resource: informer.resource, object });
    return items;
  }

  viewOf(item: Item): GarbageView {
    const owners = (item.object.metadata?.ownerReferences ?? []).map((reference) => this.#ownerOf(item, reference));
    // The search passes through all kinds.
    const matter = item.object.metadata?.deletionTimestamp !== undefined || owners.some(({ state }) => state === 'waiting-for-dependents');
    return { ...item, owners, dependents: matter ? this.dependentsOf(item.object.metadata?.uid ?? '') : [] };
  }

  /** Keys of owners in foreground deletion that wait for `object`. */
  waitingOwnersOf(object: KubeObject): string[] {
    return (object.metadata?.ownerReferences ?? []).flatMap((reference) => {
      const owner = this.#find(object, reference);
      return owner !== undefined && waitsForDependents(owner.object) ? [this.keyOf(owner)] : [];
    });
  }

  /** Caches that lack an owner. */
  informersOfAbsent(view: GarbageView): Informer[] {
    const absent = view.owners.filter(({ state }) => state === 'absent');
    return [...new Set(absent.flatMap(({ reference }) => this.#informerOf(reference) ?? []))];
  }

  #ownerOf(item: Item, reference: OwnerReference): Owner {
    const { object } = item;
    const informer = this.#informerOf(reference);
    if (informer === undefined) this.#noteUnresolved(this.keyOf(item), reference);
    const outOfScope = informer?.resource.namespaced === true && (object.metadata?.namespace ?? '') === '';
    if (informer === undefined || outOfScope) return { reference, state: 'unknown' };
    const owner = this.#find(object, reference);
    if (owner === undefined) return { reference, state: 'absent' };
    return { reference, state: waitsForDependents(owner.object) ? 'waiting-for-dependents' : 'solid' };
  }

  #noteUnresolved(key: string, { apiVersion, kind }: OwnerReference): void {
    const text = kindText(groupOf(apiVersion), kind);
    this.#unresolved.set(text, (this.#unresolved.get(text) ?? new Set()).add(key));
  }

  #find(object: KubeObject, reference: OwnerReference): Item | undefined {
    const informer = this.#informerOf(reference);
    const owner = informer?.get(informer.resource.namespaced ? (object.metadata?.namespace ?? '') : '', reference.name);
    // Another object under the owner's name is not the owner.
    if (informer === undefined || owner?.metadata?.uid !== reference.uid) return undefined;
    return { resource: informer.resource, object: owner as KubeObject };
  }

  #informerOf({ apiVersion, kind }: OwnerReference): Informer | undefined {
    const group = groupOf(apiVersion);
    return this.informers.find(
      ({ resource }) => resource.kind === kind && (apiVersionOf(resource) === apiVersion || resource.group === group),
    );
  }
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

function kindText(group: string, kind: string): string {
  return `${group}/${kind}`;
}

function resourceText({ group, resource }: ResourceRef): string {
  return `${group}/${resource}`;
}
