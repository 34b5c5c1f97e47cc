import { dns1123Subdomain, type FieldError, fieldErrors, httpPath } from '@klockwork/api-machinery';
import { complaints } from './field-checks.ts';

/** A domain and a path: `acme.io/foo`. Models `IsDomainPrefixedPath`. */
export function validateDomainPrefixedPath(value: string, path: string): FieldError[] {
  if (value === '') return [fieldErrors.required(path)];
  const slash = value.indexOf('/');
  const [domain, rest] = [value.slice(0, Math.max(slash, 0)), value.slice(slash + 1)];
  if (domain === '' || rest === '') return [fieldErrors.invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  return [...complaints(domain, dns1123Subdomain(domain), path), ...complaints(rest, httpPath(rest), path)];
}
