import {
  configMapKey,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import { base64Length } from '../generic/base64.ts';
import { complaints } from '../generic/field-checks.ts';
import type { ConfigMap } from './config-map.ts';

/** Max total bytes of values in a ConfigMap or Secret. */
export const DATA_BYTES_MAX = 1024 * 1024;

/** Printed path with a single empty name, used for oversized ConfigMaps. Models `field.Path.String`. */
const NAMELESS = '[]';

const FROZEN = 'field is immutable when `immutable` is set';

/** Models `ValidateConfigMap` of `pkg/apis/core/validation/validation.go`. */
export function validateConfigMap(configMap: ConfigMap): FieldError[] {
  return [
    ...validateObjectMeta(configMap.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...sortedKeys(configMap.data).flatMap((key) => [...keyErrors(key, 'data'), ...clashErrors(key, configMap)]),
    ...sortedKeys(configMap.binaryData).flatMap((key) => keyErrors(key, 'binaryData')),
    ...(isTooLarge(configMap) ? [fieldErrors.tooLong(NAMELESS, DATA_BYTES_MAX)] : []),
  ];
}

/** Models `ValidateConfigMapUpdate`. */
export function validateConfigMapUpdate(next: ConfigMap, previous: ConfigMap): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...immutableErrors(next, previous, ['data', 'binaryData']),
    ...validateConfigMap(next),
  ];
}

/** Returns errors of an immutable object: its `immutable` is removed, or `parts` change. Shared by ConfigMaps and Secrets. */
export function immutableErrors<T extends { immutable?: boolean }>(
  next: T,
  previous: T,
  parts: readonly (keyof T & string)[],
): FieldError[] {
  if (previous.immutable !== true) return [];
  const changedParts = parts.filter((part) => !semanticEqual(next[part], previous[part]));
  return [...(next.immutable === true ? [] : ['immutable']), ...changedParts].map((part) => fieldErrors.forbidden(part, FROZEN));
}

/** Validates a key of `data` as a file name. */
export function keyErrors(key: string, part: string): FieldError[] {
  return complaints(key, configMapKey(key), `${part}[${key}]`);
}

/** Returns sorted keys, for a stable order of errors. */
export function sortedKeys(map: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.keys(map ?? {}).sort();
}

function clashErrors(key: string, configMap: ConfigMap): FieldError[] {
  const clash = configMap.binaryData !== undefined && Object.hasOwn(configMap.binaryData, key);
  return clash ? [fieldErrors.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')] : [];
}

/** Counts bytes only if three per character would exceed the maximum. */
function isTooLarge(configMap: ConfigMap): boolean {
  const values = [...Object.values(configMap.data ?? {}), ...Object.values(configMap.binaryData ?? {})];
  const characters = values.reduce((sum, value) => sum + (value ?? '').length, 0);
  return characters * 3 > DATA_BYTES_MAX && totalSize(configMap) > DATA_BYTES_MAX;
}

function totalSize(configMap: ConfigMap): number {
  const texts = Object.values(configMap.data ?? {}).map((text) => utf8Length(text ?? ''));
  const blobs = Object.values(configMap.binaryData ?? {}).map((blob) => base64Length(blob ?? ''));
  return [...texts, ...blobs].reduce((sum, size) => sum + size, 0);
}
