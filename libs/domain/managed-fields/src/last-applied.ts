import { compareText, goJson } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import type { DisputedFields } from './apply-conflict.ts';
import type { ManagedApply, OwnedObject } from './contract.ts';
import { difference, type FieldSet, isEmptySet } from './field-set.ts';
import { compare } from './typed/compare.ts';
import { fieldSetOf } from './typed/field-set-of.ts';
import { mismatchText } from './typed/validate.ts';
import { asMap, type Entries } from './typed/values.ts';
import { withoutManagedFields } from './versions.ts';

/** Annotation of client-side `kubectl apply` with its last configuration. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Models `TotalAnnotationSizeLimitB`. */
const ANNOTATIONS_BYTES_MAX = 256 * 1024;

/** Manager of `kubectl apply --server-side`, which takes over client-side applied fields without conflict. */
const KUBECTL = 'kubectl';

/**
 * Removes conflicts that do not apply: kubectl may take fields of its former client-side apply whose live values are unchanged. Models
 * `lastAppliedManager`.
 */
export function remainingDisputes(disputedFields: readonly DisputedFields[], apply: ManagedApply): readonly DisputedFields[] {
  const allowedFieldSet = apply.manager === KUBECTL && disputedFields.length > 0 ? ownedByLastApplied(apply) : undefined;
  if (allowedFieldSet === undefined) return disputedFields;
  return disputedFields
    .map(({ owner, fields }) => ({ owner, fields: difference(fields, allowedFieldSet) }))
    .filter(({ fields }) => !isEmptySet(fields));
}

/** Undefined when the annotation is missing, unreadable, or of another version. Models `allowedConflictsFromLastApplied`. */
function ownedByLastApplied({ live, target: { version } }: ManagedApply): FieldSet | undefined {
  const last = readLastApplied(live);
  if (last === undefined || last.apiVersion !== version.apiVersion || mismatchText(last, version.schema) !== undefined) return undefined;
  const { added, modified, removed } = compare(last, withoutManagedFields(live), version.schema);
  return [added, modified, removed].reduce(difference, fieldSetOf(last, version.schema));
}

function readLastApplied(live: OwnedObject | undefined): Entries | undefined {
  try {
    return asMap(JSON.parse(lastAppliedOf(live)));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function lastAppliedOf(object: OwnedObject | undefined): string {
  return object?.metadata?.annotations?.[LAST_APPLIED] ?? '';
}

/** Updates an existing annotation if kubectl applies. Models `lastAppliedUpdater`. */
export function withLastApplied(object: OwnedObject, { manager, applied }: ManagedApply): OwnedObject {
  const before = lastAppliedOf(object);
  if (manager !== KUBECTL || before === '') return object;
  const text = lastAppliedText(applied);
  if (text === before) return object;
  const { [LAST_APPLIED]: _, ...others } = object.metadata?.annotations ?? {};
  const annotations = { ...others, [LAST_APPLIED]: text };
  const bytes = Object.entries(annotations).reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
  return { ...object, metadata: { ...object.metadata, annotations: bytes > ANNOTATIONS_BYTES_MAX ? others : annotations } };
}

function lastAppliedText(appliedObject: OwnedObject): string {
  if (appliedObject.metadata?.annotations === undefined) return `${goJson(sorted(appliedObject))}\n`;
  const { [LAST_APPLIED]: _, ...annotations } = appliedObject.metadata.annotations;
  return `${goJson(sorted({ ...appliedObject, metadata: { ...appliedObject.metadata, annotations } }))}\n`;
}

/** Sorts keys, as Go encodes maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  const map = asMap(value);
  if (map === undefined) return value;
  return Object.fromEntries(
    Object.entries(map)
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, child]) => [key, sorted(child)]),
  );
}
