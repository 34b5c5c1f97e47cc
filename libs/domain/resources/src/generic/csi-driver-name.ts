import { dns1123Subdomain, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import { complaints } from './field-checks.ts';

const NAME_BYTES_MAX = 63;

/** Validates a reference to a CSI driver name. Models `ValidateCSIDriverName` of `pkg/apis/core/validation`. */
export function validateCsiDriverName(name: string | undefined, path: string): FieldError[] {
  if (!name) return [fieldErrors.required(path)];
  const long = utf8Length(name) > NAME_BYTES_MAX ? [fieldErrors.tooLong(path, NAME_BYTES_MAX)] : [];
  return [...long, ...complaints(name, dns1123Subdomain(name.toLowerCase()), path)];
}
