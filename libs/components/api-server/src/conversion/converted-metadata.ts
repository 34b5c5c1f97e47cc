import { aggregateText, type FieldError, goTypeOf, validateAnnotations, validateLabels } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';

type Entries = Readonly<Record<string, unknown>>;

/** Returns the problem of a converted object with another identity; undefined for the same one. Models `validateConvertedObject`. */
export function identityProblem(original: KubeObject, convertedObject: KubeObject): string | undefined {
  const [before, after] = [original.metadata ?? {}, convertedObject.metadata ?? {}];
  if (before.name !== after.name) return `must have the same name: ${before.name ?? ''} != ${after.name ?? ''}`;
  if (before.namespace !== after.namespace) return `must have the same namespace: ${before.namespace ?? ''} != ${after.namespace ?? ''}`;
  return before.uid === after.uid ? undefined : `must have the same UID: ${before.uid ?? ''} != ${after.uid ?? ''}`;
}

/**
 * Returns the metadata of `original` with labels and annotations of `converted`, or the problem of those. Models `restoreObjectMeta` of
 * apiextensions.
 */
export function restoredMetadata(original: KubeObject, convertedEntries: Entries): Entries | string {
  const { metadata } = convertedEntries;
  if (metadata === undefined) return 'missing metadata in converted object';
  if (!isEntries(metadata)) return `invalid metadata of type ${goTypeOf(metadata)} in converted object`;
  const restored: Record<string, unknown> = { ...original.metadata };
  for (const field of ['labels', 'annotations'] as const) {
    delete restored[field];
    const value = metadata[field] ?? undefined;
    const problem = fieldProblem(field, value, original);
    if (problem !== undefined) return problem;
    if (value !== undefined) restored[field] = value;
  }
  return restored;
}

function fieldProblem(field: 'labels' | 'annotations', given: unknown, original: KubeObject): string | undefined {
  if (given === undefined) return undefined;
  if (!isEntries(given)) return `invalid metadata.${field} of type ${goTypeOf(given)} in converted object`;
  const other = Object.entries(given).find(([, value]) => typeof value !== 'string');
  if (other !== undefined) return `metadata.${field}[${other[0]}] must be a string, but is ${goTypeOf(other[1])} in converted object`;
  const errors = isSame(given, original.metadata?.[field] ?? {}) ? [] : errorsOf(field, given as Record<string, string>);
  return errors.length === 0 ? undefined : aggregateText(errors);
}

/** Upstream's path of annotations is singular. */
function errorsOf(field: 'labels' | 'annotations', values: Record<string, string>): readonly FieldError[] {
  return field === 'labels' ? validateLabels(values, 'metadata.labels') : validateAnnotations(values, 'metadata.annotation');
}

function isSame(a: Entries, b: Entries): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function isEntries(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
