import { dns1123Subdomain, type FieldError, fieldErrors, pathSegment } from '@klockwork/api-machinery';
import { complaints } from './field-checks.ts';

interface TypedReference {
  readonly apiGroup?: string | null;
  readonly kind?: string;
  readonly name?: string;
}

/** Validates the reference at `path`. Models `validateIngressTypedLocalObjectReference`. */
export function validateTypedReference({ apiGroup, kind, name }: TypedReference, path: string): FieldError[] {
  return [
    ...(apiGroup === undefined || apiGroup === null ? [] : complaints(apiGroup, dns1123Subdomain(apiGroup), `${path}.apiGroup`)),
    ...requiredSegment(kind, `${path}.kind`),
    ...requiredSegment(name, `${path}.name`),
  ];
}

/** Requires a value that is a valid path segment. */
export function requiredSegment(value: string | undefined, path: string): FieldError[] {
  return value ? complaints(value, pathSegment(value), path) : [fieldErrors.required(path)];
}
