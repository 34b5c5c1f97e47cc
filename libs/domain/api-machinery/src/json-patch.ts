import { copy } from '@klockwork/kernel';
import { parsePointer } from './json-pointer.ts';
import { getOwn, isObject, type OwnObject, setOwn } from './own-property.ts';
import { patchRefusal } from './patch-refusal.ts';
import { statusErrors } from './status-errors.ts';

/** Upstream's limit. */
const JSON_PATCH_OPERATIONS_MAX = 10_000;

/** `copy` can double the document; all copies together may not exceed this. Models `jsonPatchMaxCopyBytes`. */
const COPY_BYTES_MAX = 3 * 1024 * 1024;

interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly hasValue: boolean;
  readonly value: unknown;
}

/** A pointer that leads nowhere, or a test that failed. Clients only ever learn that the patch does not apply. */
class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/**
 * Applies a JSON patch (RFC 6902). Returns a fresh document; inputs may be frozen. Throws ApiError 400 for a malformed patch, 413 for more
 * than 10,000 operations, 422 for a failed operation. Models `applyJSPatch` of `k8s.io/apiserver/pkg/endpoints/handlers/patch.go`.
 */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw patchRefusal.malformed(notAList(patch));
  if (patch.length > JSON_PATCH_OPERATIONS_MAX)
    throw statusErrors.tooLarge(`The allowed maximum operations in a JSON patch is ${JSON_PATCH_OPERATIONS_MAX}, got ${patch.length}`);
  try {
    return new PatchedDocument(copy(document)).apply(patch.map(readOperation));
  } catch (error) {
    if (error instanceof NotApplicable) throw patchRefusal.notApplicable();
    throw error;
  }
}

class PatchedDocument {
  #root: unknown;
  #copiedBytes = 0;

  constructor(root: unknown) {
    this.#root = root;
  }

  apply(operations: readonly Operation[]): unknown {
    for (const operation of operations) this.#applyOne(operation);
    return this.#root;
  }

  #applyOne({ op, path, from, hasValue, value }: Operation): void {
    if (op === 'add') this.#add(path, copy(givenValue(hasValue, value)));
    else if (op === 'remove') this.#remove(path);
    else if (op === 'replace') this.#replace(path, copy(givenValue(hasValue, value)));
    else if (op === 'move') this.#add(path, this.#remove(from ?? refuse()));
    else if (op === 'copy') this.#add(path, this.#duplicate(from ?? refuse()));
    else if (op === 'test') this.#test(path, value);
    else refuse();
  }

  #add(path: readonly string[], value: unknown): void {
    if (path.length === 0) {
      this.#root = value;
      return;
    }
    const { parent, key } = this.#parentOf(path);
    if (Array.isArray(parent)) parent.splice(key === '-' ? parent.length : indexIn(key, parent.length), 0, value);
    else setOwn(parent, key, value);
  }

  #replace(path: readonly string[], value: unknown): void {
    if (path.length === 0) {
      this.#root = value;
      return;
    }
    const { parent, key } = this.#parentOf(path);
    if (Array.isArray(parent)) parent[indexIn(key, parent.length - 1)] = value;
    else if (Object.hasOwn(parent, key)) setOwn(parent, key, value);
    else refuse();
  }

  #remove(path: readonly string[]): unknown {
    if (path.length === 0) refuse();
    const { parent, key } = this.#parentOf(path);
    if (Array.isArray(parent)) return parent.splice(indexIn(key, parent.length - 1), 1)[0];
    if (!Object.hasOwn(parent, key)) refuse();
    const value = parent[key];
    delete parent[key];
    return value;
  }

  #duplicate(path: readonly string[]): unknown {
    const value = this.#read(path);
    this.#copiedBytes += JSON.stringify(value).length;
    if (this.#copiedBytes > COPY_BYTES_MAX) refuse();
    return copy(value);
  }

  /** An absent key equals null, as upstream. */
  #test(path: readonly string[], expected: unknown): void {
    const { parent, key } = path.length === 0 ? { parent: { root: this.#root }, key: 'root' } : this.#parentOf(path);
    const actual = Array.isArray(parent) ? parent[indexIn(key, parent.length - 1)] : getOwn(parent, key);
    if (!equalJson(actual ?? null, expected ?? null)) refuse();
  }

  #parentOf(path: readonly string[]): { parent: OwnObject | unknown[]; key: string } {
    const parent = this.#read(path.slice(0, -1));
    if (!Array.isArray(parent) && !isObject(parent)) refuse();
    return { parent, key: path[path.length - 1] as string };
  }

  #read(path: readonly string[]): unknown {
    let value = this.#root;
    for (const step of path) {
      if (Array.isArray(value)) value = value[indexIn(step, value.length - 1)];
      else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
      else refuse();
    }
    return value;
  }
}

function readOperation(operation: unknown): Operation {
  if (!isObject(operation))
    throw patchRefusal.malformed(`json: cannot unmarshal ${goTypeOf(operation)} into Go value of type jsonpatch.Operation`);
  const op = getOwn(operation, 'op');
  const path = getOwn(operation, 'path');
  const from = getOwn(operation, 'from');
  return {
    op: typeof op === 'string' ? op : '',
    path: (typeof path === 'string' ? parsePointer(path) : undefined) ?? refuse(),
    from: typeof from === 'string' ? parsePointer(from) : undefined,
    hasValue: Object.hasOwn(operation, 'value'),
    value: getOwn(operation, 'value'),
  };
}

/** Parses a canonical list index, at most `max`. Negative indices count from the end, as upstream. */
function indexIn(step: string, max: number): number {
  if (!/^(0|-?[1-9][0-9]*)$/.test(step)) refuse();
  const index = Number(step) < 0 ? Number(step) + max + 1 : Number(step);
  return index >= 0 && index <= max ? index : refuse();
}

function givenValue(hasValue: boolean, value: unknown): unknown {
  return hasValue ? value : refuse();
}

function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]));
}

function notAList(patch: unknown): string {
  return `json: cannot unmarshal ${goTypeOf(patch)} into Go value of type jsonpatch.Patch`;
}

function goTypeOf(value: unknown): string {
  return isObject(value) ? 'object' : Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
}

function refuse(): never {
  throw new NotApplicable();
}
