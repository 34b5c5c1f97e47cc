import {
  applyJsonPatch,
  applyMergePatch,
  dns1123Subdomain,
  formatTime,
  GENERATED_SUFFIX_LENGTH,
  generateName,
  optimisticLock,
  semanticEqual,
  statusErrors,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { Machine } from '../../process.ts';
import { GROUP, VERSION, WARDLE_KINDS, type WardleKind, type WardleObject } from './wardle-kinds.ts';
import type { WardleStore } from './wardle-store.ts';

/** Collection of a request. */
export interface Collection {
  readonly kind: WardleKind;
  /** '' for all namespaces. */
  readonly namespace: string;
}

/** Write of a request. */
export interface WardleWrite extends Collection {
  readonly name: string;
  readonly isDryRun: boolean;
}

/** Writes of the sample. Models the generic registry of k8s.io/apiserver, without managed fields. Each throws ApiError. */
export class WardleWrites {
  readonly #store: WardleStore;
  readonly #machine: Pick<Machine, 'clock' | 'random'>;

  constructor(store: WardleStore, machine: Pick<Machine, 'clock' | 'random'>) {
    this.#store = store;
    this.#machine = machine;
  }

  create(write: WardleWrite, wardleObject: WardleObject): WardleObject {
    const { kind, namespace, isDryRun } = write;
    const metadata = this.#newMetadata(write, wardleObject.metadata);
    const object = complete(kind, { ...wardleObject, metadata });
    const name = metadata.name ?? '';
    if (this.#store.find(kind, namespace, name) !== undefined) throw statusErrors.alreadyExists(groupResource(kind), name);
    this.#checkName(kind, name);
    const rules = { namespaced: kind.isNamespaced, nameFn: dns1123Subdomain };
    const errors = [...validateObjectMeta(metadata, rules), ...kind.validate(object)];
    if (errors.length > 0) throw statusErrors.invalid({ group: GROUP, kind: kind.kind }, name, errors);
    return isDryRun ? object : this.#store.put(kind, object);
  }

  update(write: WardleWrite, wardleObject: WardleObject): WardleObject {
    const { kind, namespace, name, isDryRun } = write;
    const previous = this.#store.get(kind, namespace, name);
    const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, resourceVersion } = previous.metadata;
    if ((wardleObject.metadata.resourceVersion ?? '') !== '' && wardleObject.metadata.resourceVersion !== resourceVersion)
      throw statusErrors.conflict(groupResource(kind), name, optimisticLock);
    const own = { namespace, name, uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds };
    const object = complete(kind, { ...wardleObject, metadata: defined({ ...wardleObject.metadata, ...own }, kind) });
    const errors = [...validateObjectMetaUpdate(object.metadata, previous.metadata), ...kind.validate(object)];
    if (errors.length > 0) throw statusErrors.invalid({ group: GROUP, kind: kind.kind }, name, errors);
    if (isDryRun || semanticEqual(object, previous)) return object;
    const isReleased = deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).length === 0;
    return isReleased ? this.#store.delete(kind, object) : this.#store.put(kind, object);
  }

  patch(write: WardleWrite, contentType: string, patch: unknown): WardleObject {
    const previous = this.#store.get(write.kind, write.namespace, write.name);
    const apply = PATCHES[contentType];
    if (apply === undefined) throw statusErrors.unsupportedMediaType(Object.keys(PATCHES));
    return this.update(write, apply(previous, patch) as WardleObject);
  }

  /** Returns the deleted object, or the object that waits for its finalizers. */
  delete({ kind, namespace, name, isDryRun }: WardleWrite): WardleObject {
    const previous = this.#store.get(kind, namespace, name);
    const { metadata } = previous;
    const waits = (metadata.finalizers ?? []).length > 0;
    if (isDryRun || (waits && metadata.deletionTimestamp !== undefined)) return previous;
    if (!waits) return this.#store.delete(kind, previous);
    const deletionTimestamp = formatTime(this.#machine.clock.now());
    return this.#store.put(kind, { ...previous, metadata: { ...metadata, deletionTimestamp, deletionGracePeriodSeconds: 0 } });
  }

  #newMetadata({ kind, namespace }: WardleWrite, meta: ObjectMeta): ObjectMeta {
    const { clock, random } = this.#machine;
    const { resourceVersion, deletionTimestamp: _, ...rest } = meta;
    if (resourceVersion !== undefined && resourceVersion !== '')
      throw statusErrors.badRequest('resourceVersion should not be set on objects to be created');
    if (kind.isNamespaced && (meta.namespace ?? namespace) !== namespace)
      throw statusErrors.badRequest('the namespace of the provided object does not match the namespace sent on the request');
    const name =
      (meta.name ?? '') || (meta.generateName === undefined ? '' : generateName(meta.generateName, random.suffix(GENERATED_SUFFIX_LENGTH)));
    const own = { uid: random.uuid(), creationTimestamp: formatTime(clock.now()) };
    return defined({ ...rest, name, namespace, ...own }, kind);
  }

  /** Models `Admit` of the sample's plugin BanFlunder. */
  #checkName(kind: WardleKind, name: string): void {
    const fischers = WARDLE_KINDS.filter(({ resource }) => resource === 'fischers').flatMap((one) => this.#store.list(one, ''));
    if (kind.resource !== 'flunders' || !fischers.some(({ disallowedFlunders = [] }) => disallowedFlunders.includes(name))) return;
    throw statusErrors.forbidden(groupResource(kind), name, 'this name may not be used, please change the resource name');
  }
}

const PATCHES: Readonly<Record<string, (object: unknown, patch: unknown) => unknown>> = {
  'application/json-patch+json': applyJsonPatch,
  'application/merge-patch+json': applyMergePatch,
  // The kinds of the sample have no merge keys: their lists are atomic.
  'application/strategic-merge-patch+json': applyMergePatch,
};

/** Returns the object with known fields only. */
function complete(kind: WardleKind, object: WardleObject): WardleObject {
  return { apiVersion: `${GROUP}/${VERSION}`, kind: kind.kind, metadata: object.metadata, ...kind.fields(object) };
}

function groupResource({ resource }: WardleKind): { readonly group: string; readonly resource: string } {
  return { group: GROUP, resource };
}

/** Returns metadata without undefined fields, and without a namespace if its kind has none. */
function defined(metadata: Readonly<Record<string, unknown>>, { isNamespaced }: WardleKind): ObjectMeta {
  const entries = Object.entries(metadata).filter(([name, value]) => value !== undefined && (isNamespaced || name !== 'namespace'));
  return Object.fromEntries(entries);
}
