import { type FieldSet, isEmptySet, makeNode } from '../field-set.ts';
import type { MergeSchema } from '../merge-schema.ts';
import { SELF } from '../path-element.ts';

/** Place of an element: declared or not, and schema below, if known. */
interface Place {
  readonly declared: boolean;
  readonly schema: MergeSchema | undefined;
}

const UNKNOWN: Place = { declared: false, schema: undefined };

/**
 * Adds every declared field on the way to a member: a set with `spec.replicas` implies `spec`. Map keys and list items are not added.
 * Models `Set.EnsureNamedFieldsAreMembers`.
 */
export function withNamedFields(set: FieldSet, schema: MergeSchema): FieldSet {
  return isEmptySet(set) ? set : named(set, schema);
}

function named(set: FieldSet, schema: MergeSchema | undefined): FieldSet {
  const nodes: Record<string, FieldSet> = {};
  for (const element in set) {
    const node = set[element] as FieldSet;
    const place = element === SELF ? UNKNOWN : placeOf(element, schema);
    const below = isEmptySet(node) ? node : named(node, place.schema);
    nodes[element] = (place.declared && !isEmptySet(below) && makeNode(below, true)) || below;
  }
  return Object.freeze(nodes);
}

function placeOf(element: string, schema: MergeSchema | undefined): Place {
  const kind = element.charAt(0);
  if (kind === 'k' && schema?.type === 'list') return { declared: false, schema: schema.items };
  if (kind !== 'f' || schema === undefined) return UNKNOWN;
  if (schema.type === 'any') return { declared: false, schema };
  if (schema.type !== 'map') return UNKNOWN;
  const field = schema.fields.get(element.slice(2));
  return { declared: field !== undefined, schema: field ?? schema.values };
}
