import type { LiveObject } from './live-object.ts';
import type { Position } from './position.ts';
import type { Revision } from './revision.ts';
import { SortedNames } from './sorted-names.ts';

type Namespace = { readonly names: SortedNames; readonly objects: Map<string, LiveObject> };

/** Live objects of one kind in the order (namespace, name), so that no LIST sorts. */
export class KindState {
  readonly #namespaces = new Map<string, Namespace>();
  readonly #order = new SortedNames();
  /** Arrays shared by readers since the last change, by namespace (undefined for all); held only as long as readers hold them. */
  readonly #arrays = new Map<string | undefined, WeakRef<readonly LiveObject[]>>();
  #count = 0;
  /** Revision of the newest event of this kind. */
  revision: Revision = 0;

  count(namespace?: string): number {
    return namespace === undefined ? this.#count : (this.#namespaces.get(namespace)?.objects.size ?? 0);
  }

  /** Counts what {@link list} yields after a position, without a visit of each object. */
  countAfter({ namespace, after }: { namespace?: string; after: Position }): number {
    if (namespace !== undefined) return namespace < after.namespace ? 0 : this.#countIn(namespace, after);
    let count = 0;
    for (const name of this.#order.from(after.namespace)) count += this.#countIn(name, after);
    return count;
  }

  get(namespace: string, name: string): LiveObject | undefined {
    return this.#namespaces.get(namespace)?.objects.get(name);
  }

  set(live: LiveObject): void {
    this.#arrays.clear();
    const { namespace, name } = live.key;
    const { names, objects } = this.#namespaceOf(namespace);
    if (!objects.has(name)) {
      names.add(name);
      this.#count += 1;
    }
    objects.set(name, live);
  }

  delete(namespace: string, name: string): void {
    const entry = this.#namespaces.get(namespace);
    if (entry === undefined || !entry.objects.delete(name)) return;
    this.#arrays.clear();
    entry.names.delete(name);
    this.#count -= 1;
    if (entry.objects.size > 0) return;
    this.#namespaces.delete(namespace);
    this.#order.delete(namespace);
  }

  /** Returns all objects in order, of one namespace or of all. Readers between two changes share the array. */
  all(namespace?: string): readonly LiveObject[] {
    const sharedObjects = this.#arrays.get(namespace)?.deref();
    if (sharedObjects !== undefined) return sharedObjects;
    const objects = [...this.list(namespace === undefined ? {} : { namespace })];
    this.#arrays.set(namespace, new WeakRef(objects));
    return objects;
  }

  /** Objects after a position, in order, of one namespace or of all. */
  *list(query: { namespace?: string; after?: Position }): IterableIterator<LiveObject> {
    const after = query.after ?? { namespace: '', name: '' };
    if (query.namespace !== undefined) {
      if (query.namespace >= after.namespace) yield* this.#listNamespace(query.namespace, after);
      return;
    }
    for (const namespace of this.#order.from(after.namespace)) yield* this.#listNamespace(namespace, after);
  }

  *#listNamespace(namespace: string, after: Position): IterableIterator<LiveObject> {
    const entry = this.#namespaces.get(namespace);
    if (entry === undefined) return;
    const start = namespace === after.namespace ? after.name : '';
    for (const name of entry.names.from(start)) {
      if (name !== start) yield entry.objects.get(name) as LiveObject;
    }
  }

  #countIn(namespace: string, after: Position): number {
    const names = this.#namespaces.get(namespace)?.names;
    return (namespace === after.namespace ? names?.countAfter(after.name) : names?.size) ?? 0;
  }

  #namespaceOf(namespace: string): Namespace {
    const entry = this.#namespaces.get(namespace);
    if (entry !== undefined) return entry;
    const created = { names: new SortedNames(), objects: new Map<string, LiveObject>() };
    this.#namespaces.set(namespace, created);
    this.#order.add(namespace);
    return created;
  }
}
