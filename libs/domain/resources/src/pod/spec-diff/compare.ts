import { compareText, goQuote, semanticEqual } from '@klockwork/api-machinery';
import type { GoType } from './go-types.ts';

/** A JSON value as Go would hold it; absent, null and empty lists are nil. */
export type Json = unknown;

/** Two values of one type side by side. Models `valueNode` of `report_value.go` in `github.com/google/go-cmp`. */
export interface Comparison {
  readonly type: GoType;
  readonly x: Json;
  readonly y: Json;
  /** The side that has no such value at all: an element that was added or taken away. */
  readonly missing?: 'x' | 'y';
  /** Empty for what is compared as a whole. */
  readonly children: readonly Child[];
  readonly same: number;
  readonly different: number;
  readonly descendants: number;
  readonly depth: number;
}

/** A field (its name), an entry (its quoted key) or an element ('') of the compared values. */
export interface Child {
  readonly key: string;
  readonly comparison: Comparison;
}

/** Compares field by field, element by element. */
export function compare(type: GoType, x: Json, y: Json): Comparison {
  if (type.kind === 'struct') return branch(type, x, y, compareFields(type, x, y));
  if (type.kind === 'scalar' || type.kind === 'quantity' || isNil(x) || isNil(y)) return leaf(type, x, y, sameLeaf(type, x, y));
  if (type.kind === 'pointer') return branch(type, x, y, [{ key: '', comparison: compare(type.to, x, y) }]);
  const children = type.kind === 'map' ? compareEntries(type, x, y) : compareElements(type.of, x as Json[], y as Json[]);
  return branch(type, x, y, children);
}

/** True for what Go holds as nil: no list, no map, no pointer. */
export function isNil(value: Json): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** The part of a struct's JSON that a field is read from. */
export function fieldOf(value: Json, json: string | undefined): Json {
  if (json === undefined) return value ?? {};
  return (value as Record<string, Json> | undefined)?.[json];
}

function compareFields(type: GoType & { kind: 'struct' }, x: Json, y: Json): Child[] {
  return type.fields.map((field) => ({ key: field.name, comparison: compare(field.type, fieldOf(x, field.json), fieldOf(y, field.json)) }));
}

function compareEntries({ of, mark }: GoType & { kind: 'map' }, x: Json, y: Json): Child[] {
  const [left, right] = [x as Record<string, Json>, y as Record<string, Json>];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort(compareText);
  return keys.map((key) => ({ key: mark + goQuote(key), comparison: compareSides(of, left, right, key) }));
}

function compareSides(type: GoType, left: Record<string, Json>, right: Record<string, Json>, key: string): Comparison {
  if (!Object.hasOwn(left, key)) return oneSided(type, undefined, right[key], 'x');
  if (!Object.hasOwn(right, key)) return oneSided(type, left[key], undefined, 'y');
  return compare(type, left[key], right[key]);
}

/** What is equal at both ends is paired; between, elements are paired by place while they are alike, and else stand apart. */
function compareElements(type: GoType, x: readonly Json[], y: readonly Json[]): Child[] {
  const head = commonLength(x, y);
  const tail = commonLength(x.slice(head).toReversed(), y.slice(head).toReversed());
  const [left, right] = [x.slice(head, x.length - tail), y.slice(head, y.length - tail)];
  const middle = pairUp(type, left, right);
  const equal = (values: readonly Json[]) => values.map((value) => compare(type, value, value));
  return [...equal(x.slice(0, head)), ...middle, ...equal(x.slice(x.length - tail))].map((comparison) => ({ key: '', comparison }));
}

function pairUp(type: GoType, left: readonly Json[], right: readonly Json[]): Comparison[] {
  const pairs: Comparison[] = [];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [before, after] = [left[index], right[index]];
    const both = index < left.length && index < right.length ? compare(type, before, after) : undefined;
    if (both !== undefined && both.same + 1 >= both.different && both.children.length > 0) pairs.push(both);
    else {
      if (index < left.length) pairs.push(oneSided(type, before, undefined, 'y'));
      if (index < right.length) pairs.push(oneSided(type, undefined, after, 'x'));
    }
  }
  return pairs;
}

function commonLength(x: readonly Json[], y: readonly Json[]): number {
  let length = 0;
  while (length < x.length && length < y.length && semanticEqual(x[length], y[length])) length += 1;
  return length;
}

function sameLeaf(type: GoType, x: Json, y: Json): boolean {
  if (type.kind === 'scalar' || type.kind === 'quantity') return semanticEqual(zeroIfAbsent(type, x), zeroIfAbsent(type, y));
  return isNil(x) === isNil(y);
}

function zeroIfAbsent(type: GoType, value: Json): Json {
  if (!isNil(value)) return value;
  if (type.kind === 'quantity') return '0';
  return { int: 0, bool: false }[type.name] ?? '';
}

function leaf(type: GoType, x: Json, y: Json, equal: boolean): Comparison {
  return { type, x, y, children: [], same: equal ? 1 : 0, different: equal ? 0 : 1, descendants: 0, depth: 0 };
}

function oneSided(type: GoType, x: Json, y: Json, missing: 'x' | 'y'): Comparison {
  return { ...leaf(type, x, y, false), missing };
}

function branch(type: GoType, x: Json, y: Json, children: readonly Child[]): Comparison {
  const sum = (count: (comparison: Comparison) => number) => children.reduce((total, { comparison }) => total + count(comparison), 0);
  return {
    type,
    x,
    y,
    children,
    same: sum(({ same }) => same),
    different: sum(({ different }) => different),
    descendants: sum(({ descendants }) => descendants + 1),
    depth: Math.max(0, ...children.map(({ comparison }) => comparison.depth + 1)),
  };
}
