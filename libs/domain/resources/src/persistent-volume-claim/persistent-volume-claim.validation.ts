import {
  asNumber,
  compareQuantity,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateImmutable,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { validateAccessModes, validateVolumeMode } from '../generic/access-modes.ts';
import { validateAttributesClassKept } from '../generic/attributes-class.ts';
import { CLASS_ANNOTATION, validateClassName } from '../generic/storage-class-name.ts';
import { internalDiff } from '../internal-diff/internal-diff.ts';
import { validateDataSources } from './data-source.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

const STORAGE = 'spec.resources[storage]';
const NO_MODES = 'at least 1 access mode is required';
const FIXED = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

/** Models `ValidatePersistentVolumeClaim`. */
export function validatePersistentVolumeClaim({ metadata = {}, spec = {} }: PersistentVolumeClaim): FieldError[] {
  return [
    ...validateObjectMeta(metadata, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validateAccessModes(spec.accessModes, 'spec.accessModes', NO_MODES),
    ...(spec.selector ? validateLabelSelector(spec.selector, 'spec.selector') : []),
    ...validateStorage(spec),
    ...validateClassName(spec.storageClassName, 'spec.storageClassName'),
    ...validateVolumeMode(spec.volumeMode, 'spec.volumeMode'),
    ...validateDataSources(spec),
    ...validateClassName(spec.volumeAttributesClassName, 'spec.volumeAttributesClassName'),
  ];
}

/** What a claim has is no less than nothing. Models `ValidatePersistentVolumeClaimStatusUpdate`. */
export function validatePersistentVolumeClaimStatus({ status }: PersistentVolumeClaim): FieldError[] {
  return Object.entries(status?.capacity ?? {}).flatMap(([name, quantity]) =>
    compareQuantity(quantity, '0') < 0
      ? [fieldErrors.invalid(`status.capacity[${name}]`, asNumber(quantity), 'must be a valid resource quantity')]
      : [],
  );
}

/** Models `ValidatePersistentVolumeClaimUpdate`. */
export function validatePersistentVolumeClaimUpdate(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validatePersistentVolumeClaim(next),
    ...validateImmutable(classAnnotation(next), classAnnotation(previous), 'metadata'),
    ...fixedErrors(next, previous),
    ...shrinkErrors(next, previous),
    ...validateAttributesClassKept(next.spec, previous.spec),
    ...validateImmutable(next.spec?.volumeMode, previous.spec?.volumeMode, 'volumeMode'),
  ];
}

function classAnnotation({ metadata }: PersistentVolumeClaim): string {
  return metadata?.annotations?.[CLASS_ANNOTATION] ?? '';
}

/** What may not change: all but the volume and the class while there is none, and the size once it is bound. */
function fixedErrors({ spec: next = {}, status }: PersistentVolumeClaim, { spec: previous = {} }: PersistentVolumeClaim): FieldError[] {
  const [asked, before] = [{ ...next }, { ...previous }];
  if (!before.volumeName && asked.volumeName) before.volumeName = asked.volumeName;
  if (before.storageClassName === undefined) delete asked.storageClassName;
  if (status?.phase === 'Bound') {
    const requests = { ...asked.resources?.requests, storage: before.resources?.requests?.storage ?? '' };
    asked.resources = { ...asked.resources, requests };
    Object.assign(asked, { volumeAttributesClassName: before.volumeAttributesClassName });
  }
  if (semanticEqual(asked, before)) return [];
  return [fieldErrors.forbidden('spec', `${FIXED}\n${internalDiff('PersistentVolumeClaimSpec', before, asked)}`)];
}

/** A claim may grow, and shrink again as far as it has not grown yet. */
function shrinkErrors({ spec, status }: PersistentVolumeClaim, { spec: before }: PersistentVolumeClaim): FieldError[] {
  const [size, sizeBefore] = [spec?.resources?.requests?.storage, before?.resources?.requests?.storage];
  const has = status?.capacity?.storage ?? '0';
  if (size === undefined || sizeBefore === undefined) return [];
  if (compareQuantity(size, sizeBefore) >= 0 || compareQuantity(size, has) > 0) return [];
  return [fieldErrors.forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')];
}

function validateStorage({ resources }: Spec): FieldError[] {
  const storage = resources?.requests?.storage;
  if (storage === undefined) return [fieldErrors.required(STORAGE)];
  return compareQuantity(storage, '0') > 0 ? [] : [fieldErrors.invalid(STORAGE, storage, 'must be greater than zero')];
}
