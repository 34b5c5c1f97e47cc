import type { AnySchema, ListSchema, MapSchema, MergeSchema, ScalarSchema } from '../merge-schema.ts';
import { DEDUCED, UNTYPED } from '../merge-schema.ts';

/** Schema that determines one of three shapes. */
export type Atom = ScalarSchema | ListSchema | MapSchema;

const SCALAR: ScalarSchema = { type: 'scalar', scalar: 'untyped' };
const LIST: ListSchema = { type: 'list', relation: 'atomic', keys: { names: [], defaults: [] }, items: UNTYPED };
const DEDUCED_MAP: MapSchema = { type: 'map', atomic: false, fields: new Map(), values: DEDUCED, zeros: new Map() };
const UNTYPED_MAP: MapSchema = { ...DEDUCED_MAP, atomic: true, values: UNTYPED };

/** Returns the schema's shape for a value; null, valid for all schemas, counts as a map. Models `deduceAtom`. */
export function atomFor(schema: MergeSchema, value: unknown): Atom {
  return schema.type === 'any' ? deduce(schema, value) : schema;
}

/** Returns the shape of both values, or two shapes if they differ. Absent values are ignored. */
export function atomsFor(schema: AnySchema, lhs: unknown, rhs: unknown): readonly Atom[] {
  const [mine, theirs] = [lhs, rhs].map((value) => (value === undefined ? undefined : deduce(schema, value)));
  if (mine === undefined || mine === theirs) return theirs === undefined ? [] : [theirs];
  return theirs === undefined ? [mine] : [mine, theirs];
}

/** Returns the schema of a field or map key. Undeclared keys are unrestricted. */
export function schemaOfKey({ fields, values }: MapSchema, key: string): MergeSchema {
  return fields.get(key) ?? values ?? DEDUCED;
}

function deduce({ atomic }: AnySchema, value: unknown): Atom {
  if (Array.isArray(value)) return LIST;
  if (typeof value === 'object') return atomic ? UNTYPED_MAP : DEDUCED_MAP;
  return SCALAR;
}
