import { dns1123Label, dns1123Subdomain, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import { validateCsiDriverName } from '../generic/csi-driver-name.ts';
import { complaints } from '../generic/field-checks.ts';

const POOL_BYTES_MAX = 253;
const ID_BYTES_MAX = 32;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const IDENTIFIER_RULE =
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";

/** Device drivers have the name rules of CSI drivers. */
export const validateDriverName = validateCsiDriverName;

/** Validates the name of a device or request. */
export function validateLabel(name: string | undefined, path: string): FieldError[] {
  return complaints(name ?? '', dns1123Label(name ?? ''), path);
}

export function validateClassName(name: string | undefined, path: string): FieldError[] {
  return name ? complaints(name, dns1123Subdomain(name), path) : [fieldErrors.required(path)];
}

/** Validates a pool name: DNS names joined by slashes. Models `validatePoolName`. */
export function validatePoolName(name: string | undefined, path: string): FieldError[] {
  if (!name) return [fieldErrors.required(path)];
  const long = utf8Length(name) > POOL_BYTES_MAX ? [fieldErrors.tooLong(path, POOL_BYTES_MAX)] : [];
  return [...long, ...name.split('/').flatMap((part) => complaints(part, dns1123Subdomain(part), path))];
}

/** Validates the name of an attribute or capacity with optional driver domain. Models `validateQualifiedName`. */
export function validateAttributeName(name: string, path: string): FieldError[] {
  const [domain = '', id] = name.split('/', 2);
  if (id === undefined) return identifierErrors(name, path);
  return [
    ...(domain === '' ? [fieldErrors.invalid(path, '', 'the domain must not be empty')] : validateDriverName(domain, path)),
    ...(id === '' ? [fieldErrors.invalid(path, '', 'the name must not be empty')] : identifierErrors(id, path)),
  ];
}

/** Validates an attribute name with required domain. Models `validateFullyQualifiedName`. */
export function validateFullAttributeName(name: string, path: string): FieldError[] {
  const detail = 'a fully qualified name must be a domain and a name separated by a slash';
  return [...validateAttributeName(name, path), ...(name.includes('/') ? [] : [fieldErrors.invalid(path, name, detail)])];
}

function identifierErrors(id: string, path: string): FieldError[] {
  const long = utf8Length(id) > ID_BYTES_MAX ? [fieldErrors.tooLong(path, ID_BYTES_MAX)] : [];
  return IDENTIFIER.test(id) ? long : [...long, fieldErrors.invalid(path, id, IDENTIFIER_RULE)];
}
