import {
  compareQuantity,
  compareText,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  parseQuantity,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { NOT_NEGATIVE } from '../pod-template/validation/field-checks.ts';
import { isExtendedResource, validateResourceName } from '../pod-template/validation/resource-names.ts';
import { isCounted, isQuotaResource } from './quota-resources.ts';
import type { ResourceQuota } from './resource-quota.ts';
import { validateScopeSelector, validateScopes } from './scopes.validation.ts';

const UNIT_NANOS = 10n ** 9n;

/** Models `ValidateResourceQuota`. */
export function validateResourceQuota(quota: ResourceQuota): FieldError[] {
  return [
    ...validateObjectMeta(quota.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...specErrors(quota),
  ];
}

/** Models `ValidateResourceQuotaUpdate`: scopes are immutable, regardless of order. */
export function validateResourceQuotaUpdate(next: ResourceQuota, previous: ResourceQuota): FieldError[] {
  const scopeText = ({ spec }: ResourceQuota) => [...new Set(spec?.scopes)].sort().join();
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...specErrors(next),
    ...(scopeText(next) === scopeText(previous)
      ? []
      : [fieldErrors.invalid('spec.scopes', next.spec?.scopes ?? null, 'field is immutable')]),
  ];
}

/** Models `ValidateResourceQuotaStatusUpdate`. */
export function validateResourceQuotaStatus({ status }: ResourceQuota): FieldError[] {
  return [...listErrors(status?.hard, 'status.hard'), ...listErrors(status?.used, 'status.used')];
}

function specErrors({ spec = {} }: ResourceQuota): FieldError[] {
  return [...listErrors(spec.hard, 'spec.hard'), ...validateScopes(spec), ...validateScopeSelector(spec)];
}

function listErrors(list: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  const names = Object.keys(list ?? {}).sort(compareText);
  return names.flatMap((name) => [
    ...nameErrors(name, `${path}[${name}]`),
    ...amountErrors(name, list?.[name] as string, `${path}[${name}]`),
  ]);
}

/** Models `ValidateResourceQuotaResourceName`: a mistyped name gets both complaints. */
function nameErrors(name: string, path: string): FieldError[] {
  const errors = validateResourceName(name, path);
  if (name.includes('/') || isQuotaResource(name)) return errors;
  return [...errors, fieldErrors.invalid(path, name, 'must be a standard resource for quota')];
}

/** Models `ValidateResourceQuantityValue`. */
function amountErrors(name: string, amount: string, path: string): FieldError[] {
  const whole = parseQuantity(amount).nanos % UNIT_NANOS === 0n;
  return [
    ...(compareQuantity(amount, '0') < 0 ? [fieldErrors.invalid(path, amount, NOT_NEGATIVE)] : []),
    ...(whole || !(isCounted(name) || isExtendedResource(name)) ? [] : [fieldErrors.invalid(path, amount, 'must be an integer')]),
  ];
}
