import { type FunctionDeclaration, type Implementation, member, overload } from '../checker/function.ts';
import { BOOL, DYN, INT, listOf, mapOf, optionalOf, STRING, typeParam } from '../types/type.ts';
import {
  CelError,
  Duration,
  isLibraryValue,
  isMapValue,
  ListValue,
  NONE,
  OptionalValue,
  Timestamp,
  Uint,
  type Value,
} from '../values/value.ts';

const K = typeParam('K');
const V = typeParam('V');
const OPTIONAL = optionalOf(V);
const LIST = listOf(V);
const MAP = mapOf(K, V);

function isZero(value: Value): boolean {
  if (value === null || value === false || value === 0 || value === 0n || value === '') return true;
  if (typeof value !== 'object') return false;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration || value instanceof Timestamp) return value.nanos === 0n;
  if (value instanceof Uint8Array) return value.length === 0;
  if (value instanceof OptionalValue) return value.value === undefined;
  return (value instanceof ListValue || (!isLibraryValue(value) && isMapValue(value))) && value.size === 0;
}

const of: Implementation = (value) => new OptionalValue(value as Value);
const ofNonZero: Implementation = (value) => (isZero(value as Value) ? NONE : new OptionalValue(value as Value));
const dereference: Implementation = (optional) => (optional as OptionalValue).value ?? valueOrError(optional as OptionalValue);
const hasValue: Implementation = (optional) => (optional as OptionalValue).value !== undefined;
/** A present null is a value. */
function valueOrError({ value }: OptionalValue): Value {
  return value === undefined ? new CelError('optional.none() dereference') : value;
}

const itemAt =
  (position: 0 | -1): Implementation =>
  (list) => {
    const { size } = list as ListValue;
    return size === 0 ? NONE : new OptionalValue((list as ListValue).at(position === 0 ? 0 : size - 1));
  };

const unwrap: Implementation = (list) => {
  const values = (list as ListValue).values().flatMap((item) => {
    const value = item instanceof OptionalValue ? item.value : item;
    return value === undefined ? [] : [value];
  });
  return new ListValue(values);
};

/** Optional values. */
export const optionals: readonly FunctionDeclaration[] = [
  { name: 'optional.of', evaluate: of, overloads: [overload('optional_of', [V], OPTIONAL)] },
  { name: 'optional.ofNonZeroValue', evaluate: ofNonZero, overloads: [overload('optional_ofNonZeroValue', [V], OPTIONAL)] },
  { name: 'optional.none', evaluate: () => NONE, overloads: [overload('optional_none', [], OPTIONAL)] },
  { name: 'optional.unwrap', evaluate: unwrap, overloads: [overload('optional_unwrap', [listOf(OPTIONAL)], LIST)] },
  { name: 'unwrapOpt', evaluate: unwrap, overloads: [member('optional_unwrapOpt', [listOf(OPTIONAL)], LIST)] },
  { name: 'value', evaluate: dereference, overloads: [member('optional_value', [OPTIONAL], V)] },
  { name: 'hasValue', evaluate: hasValue, overloads: [member('optional_hasValue', [OPTIONAL], BOOL)] },
  { name: 'or', overloads: [member('optional_or_optional', [OPTIONAL, OPTIONAL], OPTIONAL)] },
  { name: 'orValue', overloads: [member('optional_orValue_value', [OPTIONAL, V], V)] },
  { name: 'first', evaluate: itemAt(0), overloads: [member('list_first', [LIST], OPTIONAL)] },
  { name: 'last', evaluate: itemAt(-1), overloads: [member('list_last', [LIST], OPTIONAL)] },
  { name: '_?._', overloads: [overload('select_optional_field', [DYN, STRING], OPTIONAL)] },
  {
    name: '_[?_]',
    overloads: [
      overload('list_optindex_optional_int', [LIST, INT], OPTIONAL),
      overload('optional_list_optindex_optional_int', [optionalOf(LIST), INT], OPTIONAL),
      overload('map_optindex_optional_value', [MAP, K], OPTIONAL),
      overload('optional_map_optindex_optional_value', [optionalOf(MAP), K], OPTIONAL),
    ],
  },
  {
    name: '_[_]',
    overloads: [
      overload('optional_list_index_int', [optionalOf(LIST), INT], OPTIONAL),
      overload('optional_map_index_value', [optionalOf(MAP), K], OPTIONAL),
    ],
  },
];
