import type { AnySchema, ListSchema, MapSchema, MergeSchema, ScalarSchema } from '../merge-schema.ts';
import { DEDUCED, UNTYPED } from '../merge-schema.ts';

/** A schema that says which of the three shapes a value has. */
export type Atom = ScalarSchema | ListSchema | MapSchema;

const SCALAR: ScalarSchema = { type: 'scalar', scalar: 'untyped' };
const LIST: ListSchema = { type: 'list', relation: 'atomic', keys: { names: [], defaults: [] }, items: UNTYPED };
const DEDUCED_MAP: MapSchema = { type: 'map', atomic: false, fields: new Map(), values: DEDUCED, zeros: new Map() };
const UNTYPED_MAP: MapSchema = { ...DEDUCED_MAP, atomic: true, values: UNTYPED };

/** What the schema is for this value; null, which fits everything, counts as a map. Models `deduceAtom`. */
export function atomFor(schema: MergeSchema, value: unknown): Atom {
  return schema.type === 'any' ? deduce(schema, value) : schema;
}

/** What either of two values is: one atom, or two when the values differ in shape. An absent value has no say. */
export function atomsFor(schema: AnySchema, lhs: unknown, rhs: unknown): readonly Atom[] {
  const [mine, theirs] = [lhs, rhs].map((value) => (value === undefined ? undefined : deduce(schema, value)));
  if (mine === undefined || mine === theirs) return theirs === undefined ? [] : [theirs];
  return theirs === undefined ? [mine] : [mine, theirs];
}

/** The schema of a field or of a key of a map. What is not declared has no schema to obey. */
export function schemaOfKey({ fields, values }: MapSchema, key: string): MergeSchema {
  return fields.get(key) ?? values ?? DEDUCED;
}

function deduce({ atomic }: AnySchema, value: unknown): Atom {
  if (Array.isArray(value)) return LIST;
  if (typeof value === 'object') return atomic ? UNTYPED_MAP : DEDUCED_MAP;
  return SCALAR;
}
