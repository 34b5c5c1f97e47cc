import {
  asNumber,
  compareQuantity,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { CLASS_ANNOTATION } from '../generic/storage-class-name.ts';
import { internalDiff } from '../internal-diff/internal-diff.ts';
import { validateClaimSpec } from './claim-spec.validation.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

const FIXED = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

/** Models `ValidatePersistentVolumeClaim`. */
export function validatePersistentVolumeClaim({ metadata = {}, spec = {} }: PersistentVolumeClaim): FieldError[] {
  return [
    ...validateObjectMeta(metadata, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validateClaimSpec(spec, 'spec'),
  ];
}

/** Refuses negative capacity. Models `ValidatePersistentVolumeClaimStatusUpdate`. */
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
    ...annotationErrors(next, previous),
    ...fixedErrors(next, previous),
    ...shrinkErrors(next, previous),
    ...validateImmutable(next.spec?.volumeMode, previous.spec?.volumeMode, 'volumeMode'),
    ...(next.spec?.volumeAttributesClassName === previous.spec?.volumeAttributesClassName ? [] : attributesClassErrors(next, previous)),
  ];
}

/** Keeps the legacy class annotation, unless its class moves to the field. */
function annotationErrors(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): FieldError[] {
  if (movesClass(next, previous)) return [];
  const path = `metadata.annotations.${CLASS_ANNOTATION}`;
  return validateImmutable(classAnnotation(next) ?? '', classAnnotation(previous) ?? '', path);
}

/** Models `validateStorageClassUpgradeFromAnnotation`. */
function movesClass(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): boolean {
  const [former, is] = [classAnnotation(previous), classAnnotation(next)];
  const isNamed = previous.spec?.storageClassName === undefined && next.spec?.storageClassName === former;
  return former !== undefined && isNamed && (is === undefined || is === former);
}

/** Models `validateStorageClassUpgradeFromNil`. */
function mayGetClass(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): boolean {
  const former = classAnnotation(previous);
  return previous.spec?.storageClassName === undefined && (former === undefined || next.spec?.storageClassName === former);
}

function classAnnotation({ metadata }: PersistentVolumeClaim): string | undefined {
  return metadata?.annotations?.[CLASS_ANNOTATION];
}

/** Refuses changes, except a first volume and class, and the size of a bound claim. */
function fixedErrors(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): FieldError[] {
  const [nextSpec, before] = [{ ...next.spec }, { ...previous.spec }];
  if (!before.volumeName && nextSpec.volumeName) before.volumeName = nextSpec.volumeName;
  if (mayGetClass(next, previous)) delete nextSpec.storageClassName;
  if (next.status?.phase === 'Bound') {
    if (nextSpec.resources?.requests)
      nextSpec.resources = { ...nextSpec.resources, requests: withSizeOf(before, nextSpec.resources.requests) };
    Object.assign(nextSpec, { volumeAttributesClassName: before.volumeAttributesClassName });
  }
  if (semanticEqual(nextSpec, before)) return [];
  return [fieldErrors.forbidden('spec', `${FIXED}\n${internalDiff('PersistentVolumeClaimSpec', before, nextSpec)}`)];
}

function withSizeOf({ resources }: Spec, requests: Readonly<Record<string, string>>): Record<string, string> {
  return { ...requests, storage: resources?.requests?.storage ?? '0' };
}

/** A claim may grow, and shrink again as far as it has not grown yet. */
function shrinkErrors({ spec }: PersistentVolumeClaim, { spec: before, status }: PersistentVolumeClaim): FieldError[] {
  const [size, sizeBefore] = [spec?.resources?.requests?.storage ?? '0', before?.resources?.requests?.storage ?? '0'];
  const has = status?.capacity?.storage ?? '0';
  if (compareQuantity(size, sizeBefore) >= 0 || compareQuantity(size, has) > 0) return [];
  return [fieldErrors.forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')];
}

/** Allows a change of the attributes class, but no removal after a volume used one. */
function attributesClassErrors({ spec }: PersistentVolumeClaim, { status }: PersistentVolumeClaim): FieldError[] {
  if (status?.currentVolumeAttributesClassName === undefined || spec?.volumeAttributesClassName) return [];
  const to = spec?.volumeAttributesClassName === undefined ? 'nil' : 'empty string';
  const problem = `update to ${to} is forbidden when status.currentVolumeAttributesClassName is not nil`;
  return [fieldErrors.forbidden('spec.volumeAttributesClassName', problem)];
}
