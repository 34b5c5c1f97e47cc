import { utf8Length } from '@klockwork/kernel';
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from '@klockwork/kubernetes-types';
import { semanticEqual } from './equality.ts';
import type { FieldError } from './field-error.ts';
import { fieldErrors } from './field-errors.ts';
import { validateFinalizerNames, validateFinalizers, validateNoNewFinalizers } from './finalizers.ts';
import { validateLabels } from './labels.ts';
import { asPrefix, dns1123Label, type NameFormat, qualifiedName } from './name-formats.ts';

/** All annotations of an object together, keys and values, in bytes. */
const ANNOTATIONS_BYTES_MAX = 256 * 1024;

const FIELD_MANAGER_BYTES_MAX = 128;
const SUBRESOURCE_NAME_BYTES_MAX = 256;

interface MetaRules {
  readonly namespaced: boolean;
  readonly nameFn: NameFormat;
  readonly path?: string;
}

/** Validates metadata of a new object of a built-in kind, with its generated name. Models `ValidateObjectMeta` of `pkg/apis/core/validation`. */
export function validateObjectMeta(meta: ObjectMeta, rules: MetaRules): FieldError[] {
  const { path = 'metadata' } = rules;
  return [...validateGenericMeta(meta, rules), ...validateFinalizerNames(meta.finalizers ?? [], `${path}.finalizers`)];
}

/** Validates the same of any kind. Models `ValidateObjectMeta` of `k8s.io/apimachinery/pkg/api/validation`. */
export function validateGenericMeta(meta: ObjectMeta, { namespaced, nameFn, path = 'metadata' }: MetaRules): FieldError[] {
  return [
    ...validateName(meta, nameFn, path),
    ...validateNamespace(meta.namespace ?? '', namespaced, `${path}.namespace`),
    ...validateGeneration(meta.generation ?? 0, `${path}.generation`),
    ...validateLabels(meta.labels, `${path}.labels`),
    ...validateAnnotations(meta.annotations, `${path}.annotations`),
    ...validateOwnerReferences(meta.ownerReferences ?? [], `${path}.ownerReferences`),
    ...validateFinalizers(meta.finalizers ?? [], `${path}.finalizers`),
    ...validateManagedFields(meta.managedFields ?? [], `${path}.managedFields`),
  ];
}

/** Validates a metadata change of a built-in kind. Models `ValidateObjectMetaUpdate` of `pkg/apis/core/validation`. */
export function validateObjectMetaUpdate(next: ObjectMeta, previous: ObjectMeta, path = 'metadata'): FieldError[] {
  return [...validateGenericMetaUpdate(next, previous, path), ...validateFinalizerNames(next.finalizers ?? [], `${path}.finalizers`)];
}

/** Validates a metadata change of any kind: immutable fields, and additions to terminating objects. Models that of apimachinery. */
export function validateGenericMetaUpdate(next: ObjectMeta, previous: ObjectMeta, path = 'metadata'): FieldError[] {
  return [
    ...validateNoNewFinalizers(next, previous, `${path}.finalizers`),
    ...validateVersionGiven(next, path),
    ...validateGenerationGrows(next, previous, path),
    ...validateFixed(next, previous, path),
    ...validateLabels(next.labels, `${path}.labels`),
    ...validateAnnotations(next.annotations, `${path}.annotations`),
    ...validateOwnerReferences(next.ownerReferences ?? [], `${path}.ownerReferences`),
    ...validateManagedFields(next.managedFields ?? [], `${path}.managedFields`),
  ];
}

/** Returns `field is immutable` for values that differ by semanticEqual. */
export function validateImmutable(next: unknown, previous: unknown, path: string): FieldError[] {
  return semanticEqual(next, previous) ? [] : [fieldErrors.invalid(path, next, 'field is immutable')];
}

/** Keys as label keys but in any case, and all of it within 256 KiB. */
export function validateAnnotations(annotations: ObjectMeta['annotations'], path: string): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const errors = entries.flatMap(([key]) => qualifiedName(key.toLowerCase()).map((problem) => fieldErrors.invalid(path, key, problem)));
  const bytes = entries.reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
  return bytes > ANNOTATIONS_BYTES_MAX ? [...errors, fieldErrors.tooLong(path, ANNOTATIONS_BYTES_MAX)] : errors;
}

/** Checks that references are complete, with at most one controller. */
function validateOwnerReferences(owners: readonly OwnerReference[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  let controller = '';
  for (const owner of owners) {
    errors.push(...validateOwnerReference(owner, path));
    if (owner.controller !== true) continue;
    const current = `${owner.kind ?? ''}/${owner.name ?? ''}`;
    const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`;
    if (controller !== '') errors.push(fieldErrors.invalid(path, owners, detail));
    else controller = current;
  }
  return errors;
}

/** Requires at most 128 printable bytes. Also validates the `fieldManager` parameter of a request. */
export function validateFieldManager(manager: string, path: string): FieldError[] {
  const errors = utf8Length(manager) > FIELD_MANAGER_BYTES_MAX ? [fieldErrors.tooLong(path, FIELD_MANAGER_BYTES_MAX)] : [];
  for (const { char, at } of runes(manager)) {
    if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(char)) continue;
    const code = (char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
    errors.push(fieldErrors.invalid(path, manager, `invalid character U+${code} (at position ${at})`));
  }
  return errors;
}

const IMMUTABLE = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

function validateFixed(next: ObjectMeta, previous: ObjectMeta, path: string): FieldError[] {
  const changedFields = IMMUTABLE.filter((field) => next[field] !== previous[field]);
  return changedFields.flatMap((field) => validateImmutable(next[field], previous[field], `${path}.${field}`));
}

function validateName(meta: ObjectMeta, nameFn: NameFormat, path: string): FieldError[] {
  const { generateName = '', name = '' } = meta;
  const prefixProblems = generateName === '' ? [] : asPrefix(nameFn)(generateName);
  const errors = prefixProblems.map((problem) => fieldErrors.invalid(`${path}.generateName`, generateName, problem));
  if (name === '') return [...errors, fieldErrors.required(`${path}.name`, 'name or generateName is required')];
  return [...errors, ...nameFn(name).map((problem) => fieldErrors.invalid(`${path}.name`, name, problem))];
}

function validateNamespace(namespace: string, namespaced: boolean, path: string): FieldError[] {
  if (!namespaced) return namespace === '' ? [] : [fieldErrors.forbidden(path, 'not allowed on this type')];
  if (namespace === '') return [fieldErrors.required(path)];
  return dns1123Label(namespace).map((problem) => fieldErrors.invalid(path, namespace, problem));
}

function validateGeneration(generation: number, path: string): FieldError[] {
  return generation < 0 ? [fieldErrors.invalid(path, generation, 'must be greater than or equal to 0')] : [];
}

function validateOwnerReference(owner: OwnerReference, path: string): FieldError[] {
  const parts = (owner.apiVersion ?? '').split('/');
  const version = parts.length > 2 ? '' : (parts[parts.length - 1] as string);
  const errors = version === '' ? [fieldErrors.invalid(`${path}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty')] : [];
  for (const field of ['kind', 'name', 'uid'] as const) {
    if ((owner[field] ?? '') === '') errors.push(fieldErrors.invalid(`${path}.${field}`, '', 'must not be empty'));
  }
  if (owner.apiVersion === 'v1' && owner.kind === 'Event')
    errors.push(fieldErrors.invalid(path, owner, '/v1, Kind=Event is disallowed from being an owner'));
  return errors;
}

function validateManagedFields(entries: readonly ManagedFieldsEntry[], path: string): FieldError[] {
  return entries.flatMap((entry, index) => {
    if (fine.has(entry)) return [];
    const errors = validateManagedFieldsEntry(entry, `${path}[${index}]`);
    if (errors.length === 0 && Object.isFrozen(entry)) fine.add(entry);
    return errors;
  });
}

/** Cache of valid, immutable entries: consecutive versions share most of them. */
const fine = new WeakSet<ManagedFieldsEntry>();

function validateManagedFieldsEntry(entry: ManagedFieldsEntry, path: string): FieldError[] {
  const { operation = '', fieldsType = '', manager = '', subresource = '' } = entry;
  const errors: FieldError[] = [];
  if (operation !== 'Apply' && operation !== 'Update')
    errors.push(fieldErrors.invalid(`${path}.operation`, operation, 'must be `Apply` or `Update`'));
  if (fieldsType !== '' && fieldsType !== 'FieldsV1')
    errors.push(fieldErrors.invalid(`${path}.fieldsType`, fieldsType, 'must be `FieldsV1`'));
  errors.push(...validateFieldManager(manager, `${path}.manager`));
  if (utf8Length(subresource) > SUBRESOURCE_NAME_BYTES_MAX)
    errors.push(fieldErrors.tooLong(`${path}.subresource`, SUBRESOURCE_NAME_BYTES_MAX));
  return errors;
}

function validateVersionGiven(next: ObjectMeta, path: string): FieldError[] {
  const hasVersion = (next.resourceVersion ?? '') !== '';
  return hasVersion ? [] : [fieldErrors.invalid(`${path}.resourceVersion`, '', 'must be specified for an update')];
}

function validateGenerationGrows(next: ObjectMeta, previous: ObjectMeta, path: string): FieldError[] {
  const generation = next.generation ?? 0;
  if (generation >= (previous.generation ?? 0)) return [];
  return [fieldErrors.invalid(`${path}.generation`, generation, 'must not be decremented')];
}

function runes(text: string): { char: string; at: number }[] {
  let at = 0;
  return [...text].map((char) => {
    const rune = { char, at };
    at += utf8Length(char);
    return rune;
  });
}
