import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { DATA_BYTES_MAX, immutableErrors, keyErrors, sortedKeys } from '../config-map/config-map.validation.ts';
import { base64Length, decodeText } from '../generic/base64.ts';
import { jsonObjectProblem } from './json-object-problem.ts';
import type { Secret } from './secret.ts';

const ACCOUNT_NAME_ANNOTATION = 'kubernetes.io/service-account.name';

/** Content rules by type of Secret; other types have none. */
const typeRules = new Map<string, (secret: Secret) => FieldError[]>(
  Object.entries({
    'kubernetes.io/service-account-token': accountNameErrors,
    'kubernetes.io/dockercfg': (secret: Secret) => jsonErrors(secret, '.dockercfg'),
    'kubernetes.io/dockerconfigjson': (secret: Secret) => jsonErrors(secret, '.dockerconfigjson'),
    'kubernetes.io/basic-auth': basicAuthErrors,
    'kubernetes.io/ssh-auth': (secret: Secret) => (secret.data?.['ssh-privatekey'] ? [] : [required('ssh-privatekey')]),
    'kubernetes.io/tls': (secret: Secret) => ['tls.crt', 'tls.key'].filter((key) => !has(secret, key)).map(required),
  }),
);

/** Models `ValidateSecret` of `pkg/apis/core/validation/validation.go`. */
export function validateSecret(secret: Secret): FieldError[] {
  const size = Object.values(secret.data ?? {}).reduce((sum, value) => sum + base64Length(value ?? ''), 0);
  return [
    ...validateObjectMeta(secret.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...sortedKeys(secret.data).flatMap((key) => keyErrors(key, 'data')),
    ...(size > DATA_BYTES_MAX ? [fieldErrors.tooLong('data', DATA_BYTES_MAX)] : []),
    ...(typeRules.get(secret.type ?? '')?.(secret) ?? []),
  ];
}

/** Models `ValidateSecretUpdate`. */
export function validateSecretUpdate(next: Secret, previous: Secret): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateImmutable(next.type, previous.type, 'type'),
    ...immutableErrors(next, previous, ['data']),
    ...validateSecret(next),
  ];
}

function accountNameErrors(secret: Secret): FieldError[] {
  const namedAnnotation = secret.metadata?.annotations?.[ACCOUNT_NAME_ANNOTATION];
  return namedAnnotation ? [] : [fieldErrors.required(`metadata.annotations[${ACCOUNT_NAME_ANNOTATION}]`)];
}

/** Requires either key, possibly empty. */
function basicAuthErrors(secret: Secret): FieldError[] {
  if (has(secret, 'username') || has(secret, 'password')) return [];
  return [required('username'), required('password')];
}

function jsonErrors(secret: Secret, key: string): FieldError[] {
  if (!has(secret, key)) return [required(key)];
  const problem = jsonObjectProblem(decodeText(secret.data?.[key] ?? ''));
  return problem === undefined ? [] : [fieldErrors.invalid(`data[${key}]`, '<secret contents redacted>', problem)];
}

function has(secret: Secret, key: string): boolean {
  return secret.data !== undefined && Object.hasOwn(secret.data, key);
}

function required(key: string): FieldError {
  return fieldErrors.required(`data[${key}]`);
}
