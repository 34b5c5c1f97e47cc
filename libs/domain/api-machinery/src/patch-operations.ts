import { copy, utf8Length } from '@klockwork/kernel';
import { goJson } from './go-text.ts';
import { getOwn, isObject, type OwnObject } from './own-property.ts';
import { addAt, findPlace, PatchError, type PatchPlace, removeAt, replaceAt, valueAt } from './patch-place.ts';

/** `copy` can double the document; all copies together may not exceed this. Models `jsonPatchMaxCopyBytes`. */
const COPY_BYTES_MAX = 3 * 1024 * 1024;

/** Document during a JSON patch. Models `Patch` of gopkg.in/evanphx/json-patch.v4 4.13, with its words, and its liberties against RFC 6902. */
export class PatchedDocument {
  #root: unknown;
  #copiedBytes = 0;

  /** Changes `root` in place. */
  constructor(root: unknown) {
    this.#root = root;
  }

  get root(): unknown {
    return this.#root;
  }

  /** Applies one operation. Throws PatchError. */
  apply(operation: OwnObject): void {
    const op = getOwn(operation, 'op');
    const kind = typeof op === 'string' ? op : 'unknown';
    if (kind === 'add') this.#add(operation);
    else if (kind === 'remove') this.#remove(operation);
    else if (kind === 'replace') this.#replace(operation);
    else if (kind === 'move') this.#move(operation);
    else if (kind === 'copy') this.#copy(operation);
    else if (kind === 'test') this.#test(operation);
    else throw new PatchError(`Unexpected kind: ${kind}`);
  }

  #add(operation: OwnObject): void {
    const path = textOf(operation, 'path', () => 'add operation failed to decode path: missing value');
    const place = this.#place(path, `add operation does not apply: doc is missing path: "${path}"`);
    reworded(`error in add for path: '${path}'`, () => addAt(place, sentValue(operation)));
  }

  #remove(operation: OwnObject): void {
    const path = textOf(operation, 'path', () => 'remove operation failed to decode path: missing value');
    const place = this.#place(path, `remove operation does not apply: doc is missing path: "${path}"`);
    reworded(`error in remove for path: '${path}'`, () => removeAt(place));
  }

  /** Replaces also an absent key. */
  #replace(operation: OwnObject): void {
    const path = textOf(operation, 'path', (problem) => `replace operation failed to decode path: ${problem}`);
    if (path === '') {
      this.#root = wholeDocument(sentValue(operation));
      return;
    }
    const place = this.#place(path, `replace operation does not apply: doc is missing path: ${path}`);
    try {
      replaceAt(place, sentValue(operation));
    } catch (error) {
      if (!(error instanceof PatchError)) throw error;
      throw new PatchError(`replace operation does not apply: doc is missing key: ${path}: missing value`);
    }
  }

  #move(operation: OwnObject): void {
    const from = textOf(operation, 'from', (problem) => `move operation failed to decode from: ${problem}`);
    const source = this.#place(from, `move operation does not apply: doc is missing from path: ${from}`);
    const value = reworded(`error in move for path: '${source.key}'`, () => {
      const found = valueAt(source);
      removeAt(source);
      return found;
    });
    const path = textOf(operation, 'path', (problem) => `move operation failed to decode path: ${problem}`);
    const target = this.#place(path, `move operation does not apply: doc is missing destination path: ${path}`);
    reworded(`error in move for path: '${path}'`, () => addAt(target, value));
  }

  /** Copies an absent key as null. */
  #copy(operation: OwnObject): void {
    const from = textOf(operation, 'from', (problem) => `copy operation failed to decode from: ${problem}`);
    const source = this.#place(from, `copy operation does not apply: doc is missing from path: ${from}`);
    const value = reworded(`error in copy for from: '${from}'`, () => valueAt(source)) ?? null;
    const path = textOf(operation, 'path', () => 'copy operation failed to decode path: missing value');
    const target = this.#place(path, `copy operation does not apply: doc is missing destination path: ${path}`);
    this.#countCopy(value);
    reworded('error while adding value during copy', () => addAt(target, copy(value)));
  }

  #countCopy(value: unknown): void {
    if (value !== null) this.#copiedBytes += utf8Length(goJson(value));
    if (this.#copiedBytes <= COPY_BYTES_MAX) return;
    const excess = `${this.#copiedBytes}, exceeding the limit ${COPY_BYTES_MAX}`;
    throw new PatchError(`Unable to complete the copy, the accumulated size increase of copy is ${excess}`);
  }

  /** An absent key equals null. */
  #test(operation: OwnObject): void {
    const path = textOf(operation, 'path', (problem) => `test operation failed to decode path: ${problem}`);
    const actual = path === '' ? this.#root : this.#tested(path);
    if (!equalJson(actual ?? null, sentValue(operation))) throw new PatchError(`testing value ${path} failed: test failed`);
  }

  #tested(path: string): unknown {
    const place = this.#place(path, `test operation does not apply: is missing path: ${path}`);
    return reworded(`error in test for path: '${path}'`, () => valueAt(place));
  }

  #place(pointer: string, problem: string): PatchPlace {
    const place = findPlace(this.#root, pointer);
    if (place === undefined) throw new PatchError(`${problem}: missing value`);
    return place;
  }
}

/** Returns a pointer of the operation. Throws the words for an absent one, or one that is no text. */
function textOf(operation: OwnObject, field: 'path' | 'from', words: (problem: string) => string): string {
  const value = getOwn(operation, field) ?? null;
  if (typeof value === 'string') return value;
  const absent = field === 'path' ? 'operation missing path field' : 'operation, missing from field';
  throw new PatchError(
    words(value === null ? `${absent}: missing value` : `json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type string`),
  );
}

/** An absent value counts as null. */
function sentValue(operation: OwnObject): unknown {
  return copy(getOwn(operation, 'value') ?? null);
}

/** The error of upstream has this form: its cause is always nil. */
function wholeDocument(value: unknown): unknown {
  if (isObject(value) || Array.isArray(value)) return value;
  throw new PatchError('replace operation value must be object or array: %!w(<nil>)');
}

/** Runs a step; its failure gets the words of the operation before its own. */
function reworded<T>(words: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof PatchError ? new PatchError(`${words}: ${error.message}`) : error;
  }
}

/** Returns the type of a JSON value in the words of Go's decoder. */
export function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'bigint' ? 'number' : typeof value;
}

function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]));
}
