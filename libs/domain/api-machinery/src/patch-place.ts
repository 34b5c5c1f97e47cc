import { goQuote } from './go-text.ts';
import { pointerStep } from './json-pointer.ts';
import { getOwn, isObject, type OwnObject, setOwn } from './own-property.ts';

/** Operation of a JSON patch that does not apply. Its message has upstream's words. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
}

/** Object or list that holds the place of an operation, and the last step to the place. */
export interface PatchPlace {
  readonly container: OwnObject | unknown[];
  readonly key: string;
}

const INT64_MAX = 2n ** 63n - 1n;

/** Returns the place of a pointer; undefined without its container. Ignores text before the first slash. Models `findObject`. */
export function findPlace(root: unknown, pointer: string): PatchPlace | undefined {
  const steps = pointer.split('/').slice(1).map(pointerStep);
  const key = steps.pop();
  if (key === undefined) return undefined;
  const container = steps.reduce(stepInto, root);
  return Array.isArray(container) || isObject(container) ? { container, key } : undefined;
}

/** Returns the value of a place; undefined for an absent key. Throws PatchError for an invalid index. */
export function valueAt({ container, key }: PatchPlace): unknown {
  return Array.isArray(container) ? container[indexOf(key, container.length - 1)] : getOwn(container, key);
}

/** Sets a key, or inserts an item; `-` appends. Throws PatchError for an invalid index. */
export function addAt({ container, key }: PatchPlace, value: unknown): void {
  if (Array.isArray(container)) container.splice(key === '-' ? container.length : newIndexOf(key, container.length), 0, value);
  else setOwn(container, key, value);
}

/** Sets a key, present or absent, or replaces an item. Throws PatchError for an invalid index. */
export function replaceAt({ container, key }: PatchPlace, value: unknown): void {
  if (Array.isArray(container)) container[indexOf(key, container.length - 1)] = value;
  else setOwn(container, key, value);
}

/** Removes a key or an item. Throws PatchError for an absent one. */
export function removeAt({ container, key }: PatchPlace): void {
  if (Array.isArray(container)) container.splice(indexOf(key, container.length - 1), 1);
  else if (Object.hasOwn(container, key)) delete container[key];
  else throw new PatchError(`Unable to remove nonexistent key: ${key}: missing value`);
}

function stepInto(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return syntaxProblem(step) === undefined ? value[position(step, value.length - 1)] : undefined;
  return isObject(value) ? getOwn(value, step) : undefined;
}

function newIndexOf(key: string, max: number): number {
  const problem = syntaxProblem(key);
  if (problem !== undefined) throw new PatchError(`value was not a proper array index: '${key}': ${problem}`);
  return indexOf(key, max);
}

/** Parses an index, at most `max`. Negative indices count from the end, as upstream. */
function indexOf(key: string, max: number): number {
  const problem = syntaxProblem(key);
  if (problem !== undefined) throw new PatchError(problem);
  const index = position(key, max);
  if (index < 0 || index > max) throw new PatchError(`Unable to access invalid index: ${Number(key)}: invalid index referenced`);
  return index;
}

function position(key: string, max: number): number {
  return Number(key) < 0 ? Number(key) + max + 1 : Number(key);
}

/** Returns Go's words for a text that is no integer; undefined for an integer. */
function syntaxProblem(text: string): string | undefined {
  if (!/^[+-]?\d+$/.test(text)) return `strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`;
  const value = BigInt(text.replace('+', ''));
  return value > INT64_MAX || value < -INT64_MAX - 1n ? `strconv.Atoi: parsing ${goQuote(text)}: value out of range` : undefined;
}
