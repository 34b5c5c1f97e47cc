import { compareQuantity, type FieldError, fieldErrors, validateLabelSelector } from '@klockwork/api-machinery';
import { validateAccessModes, validateVolumeMode } from '../generic/access-modes.ts';
import { validateClassName } from '../generic/storage-class-name.ts';
import { validateDataSources } from './data-source.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

const NO_MODES = 'at least 1 access mode is required';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

/** Validates the spec of a claim or claim template at `path`. Models `ValidatePersistentVolumeClaimSpec`. */
export function validateClaimSpec(spec: Spec, path: string): FieldError[] {
  const modes = validateAccessModes(spec.accessModes, `${path}.accessModes`, NO_MODES);
  const selector = spec.selector ? validateLabelSelector(spec.selector, `${path}.selector`) : [];
  return [
    // Missing access modes are reported before selector errors, invalid ones after.
    ...(spec.accessModes?.length ? [...selector, ...modes] : [...modes, ...selector]),
    ...validateStorage(spec, `${path}.resources[storage]`),
    ...validateClassName(spec.storageClassName, `${path}.storageClassName`),
    ...validateVolumeMode(spec.volumeMode, `${path}.volumeMode`),
    ...validateDataSources(spec, path),
    ...validateClassName(spec.volumeAttributesClassName, `${path}.volumeAttributesClassName`),
  ];
}

function validateStorage({ resources }: Spec, path: string): FieldError[] {
  const storage = resources?.requests?.storage;
  if (storage === undefined) return [fieldErrors.required(path)];
  return compareQuantity(storage, '0') > 0 ? [] : [fieldErrors.invalid(path, storage, 'must be greater than zero')];
}
