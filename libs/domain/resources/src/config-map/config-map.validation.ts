import {
  configMapKey,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  semanticEqual,
  utf8Length,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { base64Length } from '../generic/base64.ts';
import { complaints } from '../generic/field-checks.ts';
import type { ConfigMap } from './config-map.ts';

/** The most bytes the values of a ConfigMap, and of a Secret, may hold together. */
export const DATA_BYTES_MAX = 1024 * 1024;

/** How a path of one empty name is printed: a ConfigMap that is too large is told of so. Models `field.Path.String`. */
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

/** What `immutable: true` refuses: to be taken off, and changes of `parts`. ConfigMaps and Secrets have it alike. */
export function immutableErrors<T extends { immutable?: boolean }>(
  next: T,
  previous: T,
  parts: readonly (keyof T & string)[],
): FieldError[] {
  if (previous.immutable !== true) return [];
  const changed = parts.filter((part) => !semanticEqual(next[part], previous[part]));
  return [...(next.immutable === true ? [] : ['immutable']), ...changed].map((part) => fieldErrors.forbidden(part, FROZEN));
}

/** A key of `data` must be able to name a file. */
export function keyErrors(key: string, part: string): FieldError[] {
  return complaints(key, configMapKey(key), `${part}[${key}]`);
}

/** Keys in a fixed order, so that errors are. */
export function sortedKeys(map: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.keys(map ?? {}).sort();
}

function clashErrors(key: string, configMap: ConfigMap): FieldError[] {
  const clash = configMap.binaryData !== undefined && Object.hasOwn(configMap.binaryData, key);
  return clash ? [fieldErrors.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')] : [];
}

/** Bytes are counted only where there may be too many: a character has three at most. */
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
