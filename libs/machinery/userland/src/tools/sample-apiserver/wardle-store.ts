import { statusErrors } from '@klockwork/api-machinery';
import { GROUP, type WardleKind, type WardleObject } from './wardle-kinds.ts';

/** Max changes that watches can resume from; each is bounded by the size of a request. */
const CHANGES_MAX = 1_000;

/** Change of an object. */
export interface WardleChange {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: string;
  readonly object: WardleObject;
}

/** Objects of the sample and their newest changes, in the memory of its process. */
export class WardleStore {
  /** By resource, then by `namespace/name`. */
  readonly #objects = new Map<string, Map<string, WardleObject>>();
  #changes: WardleChange[] = [];
  #revision = 1;
  #wake: () => void = () => {};
  #changed: Promise<void> = Promise.resolve();

  constructor() {
    this.#expect();
  }

  get revision(): number {
    return this.#revision;
  }

  /** Resolves at the next change. */
  get changed(): Promise<void> {
    return this.#changed;
  }

  /** Returns the objects of a namespace, or of all for '', by namespace and name. */
  list({ resource }: WardleKind, namespace: string): WardleObject[] {
    const all = [...(this.#objects.get(resource)?.entries() ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return all.map(([, object]) => object).filter(({ metadata }) => namespace === '' || metadata.namespace === namespace);
  }

  find({ resource }: WardleKind, namespace: string, name: string): WardleObject | undefined {
    return this.#objects.get(resource)?.get(`${namespace}/${name}`);
  }

  /** Throws NotFound. */
  get(kind: WardleKind, namespace: string, name: string): WardleObject {
    const object = this.find(kind, namespace, name);
    if (object === undefined) throw statusErrors.notFound({ group: GROUP, resource: kind.resource }, name);
    return object;
  }

  /** Stores a new or changed object under the next revision. */
  put(kind: WardleKind, object: WardleObject): WardleObject {
    const key = keyOf(object);
    const ofKind = this.#objects.get(kind.resource) ?? new Map<string, WardleObject>();
    this.#objects.set(kind.resource, ofKind);
    const type = ofKind.has(key) ? 'MODIFIED' : 'ADDED';
    const storedObject = this.#record(kind, type, object);
    ofKind.set(key, storedObject);
    return storedObject;
  }

  delete(kind: WardleKind, object: WardleObject): WardleObject {
    this.#objects.get(kind.resource)?.delete(keyOf(object));
    return this.#record(kind, 'DELETED', object);
  }

  /** Returns the changes after a revision; throws Expired for one that is too old. */
  after({ resource }: WardleKind, revision: number): WardleChange[] {
    const oldest = (this.#changes[0]?.revision ?? this.#revision + 1) - 1;
    if (revision < oldest) throw statusErrors.expired(`too old resource version: ${revision} (${oldest})`);
    return this.#changes.filter((change) => change.resource === resource && change.revision > revision);
  }

  #record({ resource }: WardleKind, type: WardleChange['type'], { metadata, ...rest }: WardleObject): WardleObject {
    this.#revision += 1;
    const object = { ...rest, metadata: { ...metadata, resourceVersion: String(this.#revision) } };
    this.#changes = [...this.#changes.slice(1 - CHANGES_MAX), { revision: this.#revision, type, resource, object }];
    const wake = this.#wake;
    this.#expect();
    wake();
    return object;
  }

  #expect(): void {
    this.#changed = new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

function keyOf({ metadata: { namespace = '', name } }: WardleObject): string {
  return `${namespace}/${name}`;
}
