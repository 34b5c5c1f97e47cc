import { copy } from '@klockwork/kernel';
import { type FailedOperation, type PatchFailure, patchProblem } from './json-patch-problem.ts';
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

/** A pointer that leads nowhere, or a test that failed. */
class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
  readonly failure: PatchFailure;

  constructor(failure: PatchFailure) {
    super(failure.type);
    this.failure = failure;
  }
}

/** Returns the error of a patch with a failed operation. `problem` has upstream's words, which its handler of patches hides from clients. */
export type RefusePatch = (problem: string) => Error;

/**
 * Applies a JSON patch (RFC 6902). Returns a fresh document; inputs may be frozen. Throws ApiError 400 for a malformed patch, 413 for more
 * than 10,000 operations, and `refuse` for a failed operation: 422 by default. Models `applyJSPatch` of `k8s.io/apiserver/pkg/endpoints/handlers/patch.go`.
 */
export function applyJsonPatch(document: unknown, patch: unknown, refuse: RefusePatch = patchRefusal.notApplicable): unknown {
  if (!Array.isArray(patch)) throw patchRefusal.malformed(notAList(patch));
  if (patch.length > JSON_PATCH_OPERATIONS_MAX)
    throw statusErrors.tooLarge(`The allowed maximum operations in a JSON patch is ${JSON_PATCH_OPERATIONS_MAX}, got ${patch.length}`);
  const operations = patch.map(operationObject);
  const patched = new PatchedDocument(copy(document));
  for (const operation of operations) {
    try {
      patched.apply(readOperation(operation));
    } catch (error) {
      if (error instanceof NotApplicable) throw refuse(patchProblem(sentOperation(operation), error.failure));
      throw error;
    }
  }
  return patched.root;
}

class PatchedDocument {
  #root: unknown;
  #copiedBytes = 0;

  constructor(root: unknown) {
    this.#root = root;
  }

  get root(): unknown {
    return this.#root;
  }

  apply({ op, path, from, hasValue, value }: Operation): void {
    if (op === 'add') this.#add(path, copy(givenValue(hasValue, value)));
    else if (op === 'remove') this.#remove(path);
    else if (op === 'replace') this.#replace(path, copy(givenValue(hasValue, value)));
    else if (op === 'move')
      this.#add(
        path,
        fromPlace(() => this.#remove(from ?? fail('missing-from'))),
      );
    else if (op === 'copy')
      this.#add(
        path,
        fromPlace(() => this.#duplicate(from ?? fail('missing-from'))),
      );
    else if (op === 'test') this.#test(path, value);
    else fail('malformed');
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
    else fail('missing-key');
  }

  #remove(path: readonly string[]): unknown {
    if (path.length === 0) fail('missing-path');
    const { parent, key } = this.#parentOf(path);
    if (Array.isArray(parent)) return parent.splice(indexIn(key, parent.length - 1), 1)[0];
    if (!Object.hasOwn(parent, key)) fail('missing-key');
    const value = parent[key];
    delete parent[key];
    return value;
  }

  #duplicate(path: readonly string[]): unknown {
    const value = this.#read(path);
    this.#copiedBytes += JSON.stringify(value).length;
    if (this.#copiedBytes > COPY_BYTES_MAX) fail('copies');
    return copy(value);
  }

  /** An absent key equals null, as upstream. */
  #test(path: readonly string[], expected: unknown): void {
    const { parent, key } = path.length === 0 ? { parent: { root: this.#root }, key: 'root' } : this.#parentOf(path);
    const actual = Array.isArray(parent) ? parent[indexIn(key, parent.length - 1)] : getOwn(parent, key);
    if (!equalJson(actual ?? null, expected ?? null)) fail('test');
  }

  #parentOf(path: readonly string[]): { parent: OwnObject | unknown[]; key: string } {
    const parent = this.#read(path.slice(0, -1));
    if (!Array.isArray(parent) && !isObject(parent)) fail('missing-path');
    return { parent, key: path[path.length - 1] as string };
  }

  #read(path: readonly string[]): unknown {
    let value = this.#root;
    for (const step of path) {
      if (Array.isArray(value)) value = value[pathIndex(step, value.length - 1)];
      else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
      else fail('missing-path');
    }
    return value;
  }
}

function operationObject(operation: unknown): OwnObject {
  if (isObject(operation)) return operation;
  throw patchRefusal.malformed(`json: cannot unmarshal ${goTypeOf(operation)} into Go value of type jsonpatch.Operation`);
}

function readOperation(operation: OwnObject): Operation {
  const op = getOwn(operation, 'op');
  const path = getOwn(operation, 'path');
  const from = getOwn(operation, 'from');
  return {
    op: typeof op === 'string' ? op : '',
    path: (typeof path === 'string' ? parsePointer(path) : undefined) ?? fail('malformed'),
    from: typeof from === 'string' ? parsePointer(from) : undefined,
    hasValue: Object.hasOwn(operation, 'value'),
    value: getOwn(operation, 'value'),
  };
}

function sentOperation(operation: OwnObject): FailedOperation {
  const text = (field: string) => {
    const value = getOwn(operation, field);
    return typeof value === 'string' ? value : '';
  };
  return { op: text('op'), path: text('path'), from: text('from') };
}

/** Runs a read of the place that `from` names. */
function fromPlace<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotApplicable && error.failure.type === 'missing-path') fail('missing-from');
    throw error;
  }
}

/** Parses a canonical list index, at most `max`. Negative indices count from the end, as upstream. */
function indexIn(step: string, max: number): number {
  const index = listIndex(step, max);
  if (index === undefined) throw new NotApplicable({ type: 'index', index: step });
  return index;
}

/** Index on the way to a place. */
function pathIndex(step: string, max: number): number {
  return listIndex(step, max) ?? fail('missing-path');
}

function listIndex(step: string, max: number): number | undefined {
  if (!/^(0|-?[1-9][0-9]*)$/.test(step)) return undefined;
  const index = Number(step) < 0 ? Number(step) + max + 1 : Number(step);
  return index >= 0 && index <= max ? index : undefined;
}

function givenValue(hasValue: boolean, value: unknown): unknown {
  return hasValue ? value : fail('malformed');
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

function fail(type: Exclude<PatchFailure['type'], 'index'>): never {
  throw new NotApplicable({ type });
}
