import { type FunctionDeclaration, type Implementation, member, overload } from '../checker/function.ts';
import { actualSize } from '../cost/sizes.ts';
import { BOOL, BYTES, type CelType, DOUBLE, DURATION, INT, listOf, mapOf, STRING, TIMESTAMP, typeParam, UINT } from '../types/type.ts';
import { compare, equal } from '../values/equality.ts';
import { CelError, isMapValue, ListValue, NO_SUCH_OVERLOAD, type Value } from '../values/value.ts';

const A = typeParam('A');
const B = typeParam('B');
const LIST = listOf(A);
const MAP = mapOf(A, B);

const NUMBERS: readonly (readonly [string, CelType])[] = [
  ['int64', INT],
  ['uint64', UINT],
  ['double', DOUBLE],
];
const OTHERS: readonly (readonly [string, CelType])[] = [
  ['bool', BOOL],
  ['string', STRING],
  ['bytes', BYTES],
  ['timestamp', TIMESTAMP],
  ['duration', DURATION],
];

/** Declares an ordering of all ordered types, and of numbers of different types. */
function ordering(name: string, id: string, accepts: (order: number) => boolean): FunctionDeclaration {
  const evaluate: Implementation = (a, b) => {
    const order = compare(a as Value, b as Value);
    return order instanceof CelError ? order : accepts(order);
  };
  const mixedOverloads = NUMBERS.flatMap(([first, a]) =>
    NUMBERS.map(([second, b]) => overload(first === second ? `${id}_${first}` : `${id}_${first}_${second}`, [a, b], BOOL)),
  );
  const rest = OTHERS.map(([suffix, type]) => overload(`${id}_${suffix}`, [type, type], BOOL));
  return { name, evaluate, checksTypes: true, overloads: [...rest, ...mixedOverloads] };
}

const isIn: Implementation = (item, container) => {
  if (container instanceof ListValue) return container.values().some((value) => equal(value, item as Value));
  if (container === null || typeof container !== 'object' || !isMapValue(container)) return NO_SUCH_OVERLOAD;
  const element = container.find(item as Value);
  return element !== undefined && !(element instanceof CelError);
};

const size: Implementation = (value) => BigInt(actualSize(value as Value));

const sized: readonly (readonly [string, CelType])[] = [
  ['bytes', BYTES],
  ['list', LIST],
  ['map', MAP],
  ['string', STRING],
];

const negation: Implementation = (value) => (typeof value === 'boolean' ? !value : NO_SUCH_OVERLOAD);
const notStrictlyFalse: Implementation = (value) => value !== false;

/** Logical operators, comparisons, membership and sizes. */
export const logic: readonly FunctionDeclaration[] = [
  { name: '_?_:_', overloads: [overload('conditional', [BOOL, A, A], A)] },
  { name: '_&&_', overloads: [overload('logical_and', [BOOL, BOOL], BOOL)] },
  { name: '_||_', overloads: [overload('logical_or', [BOOL, BOOL], BOOL)] },
  { name: '!_', evaluate: negation, overloads: [overload('logical_not', [BOOL], BOOL)] },
  {
    name: '@not_strictly_false',
    evaluate: notStrictlyFalse,
    acceptsErrors: true,
    overloads: [overload('not_strictly_false', [BOOL], BOOL)],
  },
  { name: '_==_', overloads: [overload('equals', [A, A], BOOL)] },
  { name: '_!=_', overloads: [overload('not_equals', [A, A], BOOL)] },
  ordering('_<_', 'less', (order) => order < 0),
  ordering('_<=_', 'less_equals', (order) => order <= 0),
  ordering('_>_', 'greater', (order) => order > 0),
  ordering('_>=_', 'greater_equals', (order) => order >= 0),
  { name: '_[_]', overloads: [overload('index_list', [LIST, INT], A), overload('index_map', [MAP, A], B)] },
  { name: '@in', evaluate: isIn, checksTypes: true, overloads: [overload('in_list', [A, LIST], BOOL), overload('in_map', [A, MAP], BOOL)] },
  {
    name: 'size',
    evaluate: size,
    overloads: sized.flatMap(([name, type]) => [overload(`size_${name}`, [type], INT), member(`${name}_size`, [type], INT)]),
  },
];
