import { type FunctionDeclaration, type Implementation, member, overload } from '../checker/function.ts';
import { BOOL, BYTES, type CelType, DOUBLE, DURATION, DYN, INT, listOf, STRING, TIMESTAMP, typeParam, UINT } from '../types/type.ts';
import { typeName } from '../values/describe.ts';
import { compare, equal } from '../values/equality.ts';
import { CelError, Duration, ListValue, Uint, type Value } from '../values/value.ts';
import { arithmetic } from './arithmetic.ts';

const T = typeParam('T');
const LIST = listOf(T);

const COMPARABLE: readonly (readonly [string, CelType])[] = [
  ['int', INT],
  ['uint', UINT],
  ['double', DOUBLE],
  ['bool', BOOL],
  ['duration', DURATION],
  ['timestamp', TIMESTAMP],
  ['string', STRING],
  ['bytes', BYTES],
];
const SUMMABLE: readonly (readonly [string, CelType, Value])[] = [
  ['int', INT, 0n],
  ['uint', UINT, new Uint(0n)],
  ['double', DOUBLE, 0],
  ['duration', DURATION, new Duration(0n)],
];

const plus = arithmetic[0]?.evaluate as Implementation;

function items(list: Value | undefined): readonly Value[] {
  return (list as ListValue).values();
}

const isSorted: Implementation = (list) => {
  const values = items(list);
  return values.every((value, index) => index === 0 || compare(values[index - 1] as Value, value) !== 1);
};

const sumFrom =
  (zero: Value): Implementation =>
  (list) =>
    items(list).reduce((sum, value) => (sum instanceof CelError ? sum : plus(sum, value)), zero);

/** Finds the extreme of a list: the element that `direction` points to. */
const extreme =
  (name: string, direction: 1 | -1): Implementation =>
  (list) => {
    const [first, ...rest] = items(list);
    if (first === undefined) return new CelError(`${name} called on empty list`);
    return rest.reduce((best, value) => (compare(best, value) === -direction ? value : best), first);
  };

const indexOf: Implementation = (list, item) => BigInt(items(list).findIndex((value) => equal(value, item as Value)));
const lastIndexOf: Implementation = (list, item) => BigInt(items(list).findLastIndex((value) => equal(value, item as Value)));

const slice: Implementation = (list, from, to) => {
  const [start, end] = [from as bigint, to as bigint];
  const { size } = list as ListValue;
  const call = `cannot slice(${start}, ${end})`;
  if (start < 0n || end < 0n) return new CelError(`${call}, negative indexes not supported`);
  if (start > end) return new CelError(`${call}, start index must be less than or equal to end index`);
  if (BigInt(size) < end) return new CelError(`${call}, list is length ${size}`);
  return new ListValue(items(list).slice(Number(start), Number(end)));
};

const flatten: Implementation = (list, depth = 1n) => {
  if ((depth as bigint) < 0n) return new CelError('level must be non-negative');
  return new ListValue(flat(list as ListValue, depth as bigint));
};

function flat(list: ListValue, depth: bigint): readonly Value[] {
  return list.values().flatMap((value) => (value instanceof ListValue && depth > 0n ? flat(value, depth - 1n) : [value]));
}

const sort: Implementation = (list) => sortBy(list as Value, list as Value);

const sortBy: Implementation = (list, keys) => {
  const values = items(list);
  const order = items(keys);
  if (values.length !== order.length) {
    const sizes = `${values.length} and ${order.length} elements respectively`;
    return new CelError(`@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got ${sizes}`);
  }
  const type = order[0] === undefined ? '' : typeName(order[0]);
  if (order.some((key) => typeName(key) !== type)) return new CelError('list elements must have the same type');
  if (order[0] !== undefined && compare(order[0], order[0]) instanceof CelError) return new CelError('list elements must be comparable');
  const indexes = values.map((_, index) => index);
  indexes.sort((a, b) => compare(order[a] as Value, order[b] as Value) as number);
  return new ListValue(indexes.map((index) => values[index]));
};

/** Max length of `lists.range`, which would otherwise exhaust the memory before its cost is known. */
const RANGE_MAX = 1_000_000n;

const range: Implementation = (count) => {
  const length = (count as bigint) < 0n ? 0n : (count as bigint);
  if (length > RANGE_MAX) return new CelError(`lists.range(${length}) exceeds the limit of ${RANGE_MAX} elements`);
  return new ListValue(Array.from({ length: Number(length) }, (_, index) => BigInt(index)));
};

const reverse: Implementation = (list) => new ListValue([...items(list)].reverse());

const distinct: Implementation = (list) => {
  const unique: Value[] = [];
  for (const value of items(list)) if (!unique.some((other) => equal(value, other))) unique.push(value);
  return new ListValue(unique);
};

const includes = (list: Value | undefined, item: Value): boolean => items(list).some((value) => equal(value, item));
const contains: Implementation = (list, part) => items(part).every((item) => includes(list, item));
const intersects: Implementation = (a, b) => items(a).some((item) => includes(b, item));
const equivalent: Implementation = (a, b) => contains(a as Value, b as Value) === true && contains(b as Value, a as Value) === true;

/** Declares a method for lists of each comparable type. */
function forComparable(
  name: string,
  evaluate: Implementation,
  signature: (name: string) => { id: string; result?: CelType; returnsList?: boolean },
): FunctionDeclaration {
  const overloads = COMPARABLE.map(([label, type]) => {
    const { id, result, returnsList } = signature(label);
    return member(id, [listOf(type)], returnsList === true ? listOf(type) : (result ?? type));
  });
  return { name, evaluate, overloads };
}

/** Lists and sets: Kubernetes' functions, and cel-go's extensions in the versions that Kubernetes takes. */
export const lists: readonly FunctionDeclaration[] = [
  forComparable('isSorted', isSorted, (label) => ({ id: `list_${label}_is_sorted_bool`, result: BOOL })),
  {
    name: 'sum',
    overloads: SUMMABLE.map(([label, type, zero]) => member(`list_${label}_sum_${label}`, [listOf(type)], type, sumFrom(zero))),
  },
  forComparable('max', extreme('max', 1), (label) => ({ id: `list_${label}_max_${label}` })),
  forComparable('min', extreme('min', -1), (label) => ({ id: `list_${label}_min_${label}` })),
  { name: 'indexOf', evaluate: indexOf, overloads: [member('list_a_index_of_int', [LIST, T], INT)] },
  { name: 'lastIndexOf', evaluate: lastIndexOf, overloads: [member('list_a_last_index_of_int', [LIST, T], INT)] },
  { name: 'slice', evaluate: slice, overloads: [member('list_slice', [LIST, INT, INT], LIST)] },
  {
    name: 'flatten',
    evaluate: flatten,
    overloads: [member('list_flatten', [listOf(LIST)], LIST), member('list_flatten_int', [listOf(DYN), INT], listOf(DYN))],
  },
  forComparable('sort', sort, (label) => ({ id: `list_${label}_sort`, returnsList: true })),
  {
    name: '@sortByAssociatedKeys',
    evaluate: sortBy,
    overloads: COMPARABLE.map(([label, type]) => member(`list_${label}_sortByAssociatedKeys`, [LIST, listOf(type)], LIST)),
  },
  { name: 'lists.range', evaluate: range, overloads: [overload('lists_range', [INT], listOf(INT))] },
  { name: 'reverse', evaluate: reverse, overloads: [member('list_reverse', [LIST], LIST)] },
  { name: 'distinct', evaluate: distinct, overloads: [member('list_distinct', [LIST], LIST)] },
  { name: 'sets.contains', evaluate: contains, overloads: [overload('list_sets_contains_list', [LIST, LIST], BOOL)] },
  { name: 'sets.equivalent', evaluate: equivalent, overloads: [overload('list_sets_equivalent_list', [LIST, LIST], BOOL)] },
  { name: 'sets.intersects', evaluate: intersects, overloads: [overload('list_sets_intersects_list', [LIST, LIST], BOOL)] },
];
