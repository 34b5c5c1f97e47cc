import { type FieldError, fieldErrors, qualifiedName } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import { complaints } from './field-checks.ts';

const PARAMETERS_MAX = 512;
const PARAMETERS_BYTES_MAX = 256 * 1024;

/** Returns the total bytes of keys and values. */
export function mapBytes(map: Readonly<Record<string, string>>): number {
  return Object.entries(map).reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
}

/** Validates a class's driver parameters at `path`. Models `validateParameters` of `pkg/apis/storage/validation`. */
export function validateParameters(parameters: Readonly<Record<string, string>>, allowEmpty: boolean, path: string): FieldError[] {
  const keys = Object.keys(parameters);
  if (keys.length > PARAMETERS_MAX) return [fieldErrors.tooLong(path, PARAMETERS_MAX)];
  return [
    ...(keys.includes('') ? [fieldErrors.invalid(path, '', 'field can not be empty.')] : []),
    ...(mapBytes(parameters) > PARAMETERS_BYTES_MAX ? [fieldErrors.tooLong(path, PARAMETERS_BYTES_MAX)] : []),
    ...(!allowEmpty && keys.length === 0 ? [fieldErrors.required(path, 'must contain at least one key/value pair')] : []),
  ];
}

/** Validates a provisioner name. Models `validateProvisioner`. */
export function validateProvisioner(provisioner: string | undefined, path: string): FieldError[] {
  if (!provisioner) return [fieldErrors.required(path)];
  const name = provisioner.toLowerCase();
  return complaints(name, qualifiedName(name), path);
}
