import { isNumber } from './json-number.ts';
import { isObject } from './own-property.ts';

/** Step of a path, from current values to the next ones. */
export type JsonPathStep =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'wildcard' }
  /** Items from `start` up to `end`, exclusive. Negative indices count from the end; undefined `end` means all. */
  | { readonly type: 'slice'; readonly start: number; readonly end: number | undefined; readonly single: boolean }
  | { readonly type: 'filter'; readonly left: JsonPath; readonly operator: string; readonly right: JsonPath | JsonPathLiteral | undefined };

/** Parsed path: `.status.conditions[?(@.type=="Ready")].status`. */
export type JsonPath = readonly JsonPathStep[];

/** Literal operand of a filter. */
export interface JsonPathLiteral {
  readonly literal: string | number | boolean;
}

/** Values at a path, empty if a field is missing; or the problem of an invalid step. */
export type JsonPathFound = { readonly values: readonly unknown[] } | { readonly problem: string };

/** Evaluates a path; missing keys yield no values. Models `JSONPath.FindResults` of `k8s.io/client-go/util/jsonpath`. */
export function followJsonPath(path: JsonPath, root: unknown): JsonPathFound {
  let values: readonly unknown[] = [root];
  for (const step of path) {
    const result = take(step, values);
    if ('problem' in result) return result;
    values = result.values;
  }
  return { values };
}

function take(step: JsonPathStep, input: readonly unknown[]): JsonPathFound {
  switch (step.type) {
    case 'field':
      return { values: input.flatMap((value) => (isObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [])) };
    case 'wildcard':
      return { values: input.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : [])) };
    case 'slice':
      return gather(input, (value) => slice(step, value));
    case 'filter':
      return gather(input, (value) => filter(step, value));
  }
}

/** Collects results of `lead` for all values, up to the first problem. Nulls yield none. */
function gather(input: readonly unknown[], lead: (value: unknown) => JsonPathFound): JsonPathFound {
  const values: unknown[] = [];
  for (const value of input) {
    if (value === null || value === undefined) continue;
    const result = lead(value);
    if ('problem' in result) return result;
    values.push(...result.values);
  }
  return { values };
}

function slice({ start, end, single }: JsonPathStep & { type: 'slice' }, value: unknown): JsonPathFound {
  if (!Array.isArray(value)) return { problem: `${goType(value)} is not array or slice` };
  const first = start < 0 ? start + value.length : start;
  const last = single ? first + 1 : end === undefined ? value.length : end < 0 ? end + value.length : end;
  if (first !== last && (first < 0 || first >= value.length)) return outOfBounds(first, value.length);
  if (first !== last && last > value.length) return outOfBounds(last - 1, value.length);
  return { values: value.slice(first, last) };
}

function outOfBounds(index: number, length: number): JsonPathFound {
  return { problem: `array index out of bounds: index ${index}, length ${length}` };
}

function filter(step: JsonPathStep & { type: 'filter' }, value: unknown): JsonPathFound {
  if (!Array.isArray(value)) return { problem: `${JSON.stringify(value)} is not array or slice and cannot be filtered` };
  const passed: unknown[] = [];
  for (const item of value) {
    const verdict = passes(step, item);
    if (typeof verdict === 'string') return { problem: verdict };
    if (verdict) passed.push(item);
  }
  return { values: passed };
}

/** Returns whether an item passes the filter, or the problem. */
function passes({ left, operator, right }: JsonPathStep & { type: 'filter' }, item: unknown): boolean | string {
  const lefts = followJsonPath(left, item);
  if (right === undefined) return 'values' in lefts && lefts.values.length > 0;
  if ('problem' in lefts) return lefts.problem;
  const rights = 'literal' in right ? { values: [right.literal] } : followJsonPath(right, item);
  if ('problem' in rights) return rights.problem;
  if (lefts.values.length !== 1 || rights.values.length !== 1) return 'can only compare one element at a time';
  return compare(lefts.values[0], operator, rights.values[0]);
}

// `kubectl wait` splits at the first single equals sign, so `!=`, `<=` and `>=` are unavailable.
function compare(a: unknown, operator: string, b: unknown): boolean | string {
  if (typeof a !== typeof b || typeof a === 'object') return 'incompatible types for comparison';
  const [left, right] = [a as string | number | boolean, b as string | number | boolean];
  switch (operator) {
    case '==':
      return left === right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    default:
      return `unrecognized filter operator ${operator}`;
  }
}

function goType(value: unknown): string {
  if (typeof value === 'object') return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : isNumber(value) ? 'float64' : 'string';
}
