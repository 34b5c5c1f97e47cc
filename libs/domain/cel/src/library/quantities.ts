import { addQuantity, compareQuantity, parseQuantity, type Quantity, QuantityError, subQuantity } from '@klockwork/api-machinery';
import { type FunctionDeclaration, type Implementation, member, overload } from '../checker/function.ts';
import { BOOL, DOUBLE, INT, STRING } from '../types/type.ts';
import { CelError, type LibraryValue, type Value } from '../values/value.ts';
import { QUANTITY_TYPE as Q } from './library-types.ts';

const NANO = 10n ** 9n;
const INT_MAX = 2n ** 63n - 1n;

/** Amount such as `1.5Gi`. */
class QuantityValue implements LibraryValue {
  readonly libraryType = Q;
  readonly quantity: Quantity;

  constructor(quantity: Quantity) {
    this.quantity = quantity;
  }

  equals(other: Value): boolean {
    return other instanceof QuantityValue && other.quantity.nanos === this.quantity.nanos;
  }
}

/** Reads an amount as `resource.ParseQuantity`, which allows no spaces. */
function parse(text: string): QuantityValue | CelError {
  if (text === '') return new CelError(`quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`);
  try {
    return new QuantityValue(parseQuantity(text));
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    return new CelError(error.message);
  }
}

function quantityOf(value: Value | undefined): Quantity {
  return (value as QuantityValue).quantity;
}

/** Integers count as whole amounts. */
function operand(value: Value | undefined): Quantity {
  return typeof value === 'bigint' ? { nanos: value * NANO, format: 'DecimalExponent' } : quantityOf(value);
}

function asInteger({ nanos }: Quantity): bigint | undefined {
  const value = nanos / NANO;
  return nanos % NANO === 0n && value <= INT_MAX && value >= -INT_MAX - 1n ? value : undefined;
}

const comparison =
  (accepts: (order: number) => Value): Implementation =>
  (a, b) =>
    accepts(compareQuantity(quantityOf(a), quantityOf(b)));

const sign: Implementation = (value) => BigInt(compareQuantity(quantityOf(value), { nanos: 0n, format: 'DecimalSI' }));
const add: Implementation = (a, b) => new QuantityValue(addQuantity(quantityOf(a), operand(b)));
const sub: Implementation = (a, b) => new QuantityValue(subQuantity(quantityOf(a), operand(b)));
const toInteger: Implementation = (value) => asInteger(quantityOf(value)) ?? new CelError('cannot convert value to integer');

/** Kubernetes' quantities. */
export const quantities: readonly FunctionDeclaration[] = [
  { name: 'quantity', evaluate: (text) => parse(text as string), overloads: [overload('string_to_quantity', [STRING], Q)] },
  {
    name: 'isQuantity',
    evaluate: (text) => !(parse(text as string) instanceof CelError),
    overloads: [overload('is_quantity_string', [STRING], BOOL)],
  },
  { name: 'sign', evaluate: sign, overloads: [overload('quantity_sign', [Q], INT)] },
  { name: 'isGreaterThan', evaluate: comparison((order) => order > 0), overloads: [member('quantity_is_greater_than', [Q, Q], BOOL)] },
  { name: 'isLessThan', evaluate: comparison((order) => order < 0), overloads: [member('quantity_is_less_than', [Q, Q], BOOL)] },
  { name: 'compareTo', evaluate: comparison((order) => BigInt(order)), overloads: [member('quantity_compare_to', [Q, Q], INT)] },
  {
    name: 'asApproximateFloat',
    evaluate: (value) => Number(quantityOf(value).nanos) / 1e9,
    overloads: [member('quantity_get_float', [Q], DOUBLE)],
  },
  { name: 'asInteger', evaluate: toInteger, overloads: [member('quantity_get_int', [Q], INT)] },
  {
    name: 'isInteger',
    evaluate: (value) => asInteger(quantityOf(value)) !== undefined,
    overloads: [member('quantity_is_integer', [Q], BOOL)],
  },
  { name: 'add', evaluate: add, overloads: [member('quantity_add', [Q, Q], Q), member('quantity_add_int', [Q, INT], Q)] },
  { name: 'sub', evaluate: sub, overloads: [member('quantity_sub', [Q, Q], Q), member('quantity_sub_int', [Q, INT], Q)] },
];
