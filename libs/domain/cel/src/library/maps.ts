import { type FunctionDeclaration, type Implementation, overload } from '../checker/function.ts';
import { mapOf, typeParam } from '../types/type.ts';
import { describe } from '../values/describe.ts';
import type { LiteralMap } from '../values/map-value.ts';
import { CelError, type MapValue, type Value } from '../values/value.ts';

const MAP = mapOf(typeParam('K'), typeParam('V'));

const insertEntry: Implementation = (map, key, value) => insert(map as LiteralMap, [[key as Value, value as Value]]);
const insertMap: Implementation = (map, other) =>
  insert(
    map as LiteralMap,
    (other as MapValue).keys().map((key) => [key, (other as MapValue).find(key) as Value] as const),
  );

function insert(map: LiteralMap, entries: readonly (readonly [Value, Value])[]): Value {
  const result = map.isAccumulator ? map : map.copy();
  for (const [key, value] of entries) {
    if (result.find(key) !== undefined) return new CelError(`insert failed: key ${describe(key)} already exists`);
    result.set(key, value);
  }
  return result;
}

/** Steps of `transformMap` and `transformMapEntry`. */
export const maps: readonly FunctionDeclaration[] = [
  {
    name: 'cel.@mapInsert',
    overloads: [
      overload('@mapInsert_map_key_value', [MAP, typeParam('K'), typeParam('V')], MAP, insertEntry),
      overload('@mapInsert_map_map', [MAP, MAP], MAP, insertMap),
    ],
  },
];
