import { comparePositions, type KindNames, type StoredEvent } from '@klockwork/event-store';
import { type LabTime, parseJson } from '@klockwork/kernel';
import { type KubeObject, type ObjectKey, resources } from '@klockwork/resources';
import type { ApiObject, ClusterState } from './public.ts';
import { objectOf, resourceNamed } from './resource-names.ts';

/** Objects of a cluster, folded from its log. Objects are parsed when they are first read. */
export class FoldedState implements ClusterState {
  readonly #kinds = new Map<string, Map<string, StoredEvent>>();
  readonly #parsed = new WeakMap<StoredEvent, KubeObject>();
  /** Kinds of the CustomResourceDefinitions; undefined after their change. */
  #customKinds: readonly KindNames[] | undefined;
  #revision = 0;
  #at: LabTime = 0;

  get revision(): number {
    return this.#revision;
  }

  get time(): Date {
    return new Date(this.#at);
  }

  get<T = ApiObject>(object: string): T | undefined {
    const event = this.newest(this.keyOf(object));
    return event === undefined ? undefined : (this.parsed(event) as T);
  }

  list<T = ApiObject>(resource: string, namespace?: string): readonly T[] {
    const { group, resource: plural } = resourceNamed(this.#definedKinds(), resource);
    return [...this.#objects({ group, resource: plural }).values()]
      .filter(({ key }) => namespace === undefined || key.namespace === namespace)
      .sort((a, b) => comparePositions(a.key, b.key))
      .map((event) => this.parsed(event) as T);
  }

  /** Returns the key of `pods/web` or `pods/shop/web`. Throws an Error for other names. */
  keyOf(object: string): ObjectKey {
    return objectOf(this.#definedKinds(), object);
  }

  /** Returns the API's path of a stored object, in its stored version. */
  pathOf({ group, resource, namespace, name }: ObjectKey, event: StoredEvent): string {
    const { apiVersion = 'v1' } = this.parsed(event);
    const root = group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
    return `${root}${namespace === '' ? '' : `/namespaces/${namespace}`}/${resource}/${name}`;
  }

  /** Returns the API's path of a live object by its name. Throws an Error without one. */
  livePath(object: string): string {
    const key = this.keyOf(object);
    const newest = this.newest(key);
    if (newest === undefined) throw new Error(`${key.resource} "${key.name}" not found`);
    return this.pathOf(key, newest);
  }

  /** Applies the next event. */
  apply(event: StoredEvent): void {
    const objects = this.#objects(event.key);
    const place = placeOf(event.key);
    if (event.change === 'deleted') objects.delete(place);
    else objects.set(place, event);
    if (isDefinition(event.key)) this.#customKinds = undefined;
    this.#revision = event.revision;
    this.#at = event.at;
  }

  /** Returns the newest event of a live object. */
  newest(key: ObjectKey): StoredEvent | undefined {
    return this.#objects(key).get(placeOf(key));
  }

  /** Returns an event's object; shared by all callers, which must not change it. */
  parsed(event: StoredEvent): KubeObject {
    const object = this.#parsed.get(event) ?? (parseJson(event.objectJson) as KubeObject);
    this.#parsed.set(event, object);
    return object;
  }

  /** Returns the kinds of CustomResourceDefinitions. */
  #definedKinds(): readonly KindNames[] {
    const definitions = this.#objects(resources.customResourceDefinitions);
    this.#customKinds ??= [...definitions.values()].map((event) => definedKind(this.parsed(event) as Definition));
    return this.#customKinds;
  }

  #objects({ group, resource }: Pick<ObjectKey, 'group' | 'resource'>): Map<string, StoredEvent> {
    const kind = `${group}/${resource}`;
    const objects = this.#kinds.get(kind) ?? new Map<string, StoredEvent>();
    this.#kinds.set(kind, objects);
    return objects;
  }
}

interface Definition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly versions: readonly { readonly name: string; readonly storage: boolean }[];
    readonly names: { readonly plural: string; readonly singular?: string; readonly kind: string; readonly shortNames?: readonly string[] };
  };
}

function definedKind({ spec: { group, scope, names, versions } }: Definition): KindNames {
  const { plural, singular = names.kind.toLowerCase(), kind, shortNames = [] } = names;
  const version = versions.find(({ storage }) => storage)?.name ?? '';
  return { group, version, resource: plural, singular, kind, shortNames, namespaced: scope === 'Namespaced' };
}

function isDefinition({ group, resource }: ObjectKey): boolean {
  const definitions = resources.customResourceDefinitions;
  return group === definitions.group && resource === definitions.resource;
}

function placeOf({ namespace, name }: Pick<ObjectKey, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
