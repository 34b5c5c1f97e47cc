import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { DownwardAPIVolumeFile, KeyToPath } from '@klockwork/kubernetes-types';
import { VOLUME_FIELD_PATHS, validateFieldRef, validateResourceFieldRef } from './env.ts';
import { checkFileMode, checkLocalPath, checkPresent } from './field-checks.ts';

/** A key of a ConfigMap or Secret and the file it becomes. Models `validateKeyToPath`. */
export function validateKeyToPath(item: KeyToPath, path: string): FieldError[] {
  return [
    ...checkPresent(`${path}.key`, item.key),
    ...checkPresent(`${path}.path`, item.path),
    ...checkLocalPath(`${path}.path`, item.path ?? ''),
    ...checkFileMode(`${path}.mode`, item.mode),
  ];
}

/** A file of the downward API. Models `validateDownwardAPIVolumeFile`. */
export function validateDownwardFile(file: DownwardAPIVolumeFile, path: string): FieldError[] {
  return [
    ...checkPresent(`${path}.path`, file.path),
    ...checkLocalPath(`${path}.path`, file.path ?? ''),
    ...validateDownwardReference(file, path),
    ...checkFileMode(`${path}.mode`, file.mode),
  ];
}

function validateDownwardReference(file: DownwardAPIVolumeFile, path: string): FieldError[] {
  if (file.fieldRef) {
    const errors = validateFieldRef(file.fieldRef, VOLUME_FIELD_PATHS, `${path}.fieldRef`);
    if (!file.resourceFieldRef) return errors;
    return [...errors, fieldErrors.invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')];
  }
  if (file.resourceFieldRef) return validateResourceFieldRef(file.resourceFieldRef, `${path}.resourceFieldRef`, true);
  return [fieldErrors.required(path, 'one of fieldRef and resourceFieldRef is required')];
}
