import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  STRING,
  TIMESTAMP,
  TYPE,
  typeOf,
  typeParam,
  UINT,
} from '../types/type.ts';

const A = typeParam('A');

/** Types that an expression may name, such as in `type(x) == int`. */
export const NAMED_TYPES: ReadonlyMap<string, CelType> = new Map(
  [BOOL, BYTES, DOUBLE, DURATION, DYN, INT, listOf(DYN), mapOf(DYN, DYN), NULL, STRING, TIMESTAMP, TYPE, UINT, optionalOf(A)].map(
    (type) => [type.name, typeOf(type)],
  ),
);
