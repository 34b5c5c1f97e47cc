import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { KeyToPath, ProjectedVolumeSource, ServiceAccountTokenProjection, VolumeProjection } from '@klockwork/kubernetes-types';
import { checkFileMode, checkLocalPath, checkPresent } from './field-checks.ts';
import { validateDownwardFile, validateKeyToPath } from './volume-files.ts';

const EXPIRATION_SECONDS_MIN = 600;
const EXPIRATION_SECONDS_MAX = 2 ** 32;

/** Models `validateProjectedVolumeSource`. */
export function validateProjectedVolume(volumeSource: ProjectedVolumeSource, path: string): FieldError[] {
  const files = new Set<string>();
  return [
    ...checkFileMode(`${path}.defaultMode`, volumeSource.defaultMode),
    ...(volumeSource.sources ?? []).flatMap((source, index) => validateProjection(source, path, `${path}.sources[${index}]`, files)),
  ];
}

function validateProjection(source: VolumeProjection, volumePath: string, path: string, files: Set<string>): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken } = source;
  const errors: FieldError[] = [];
  if (secret) errors.push(...validateKeys(secret, volumePath, `${path}.secret`, files));
  if (configMap) errors.push(...validateKeys(configMap, volumePath, `${path}.configMap`, files));
  for (const file of downwardAPI?.items ?? []) {
    errors.push(...validateDownwardFile(file, `${path}.downwardAPI`), ...claimFile(file.path, file.path, volumePath, files));
  }
  if (serviceAccountToken) errors.push(...validateToken(serviceAccountToken, volumePath, `${path}.serviceAccountToken`));
  if ([secret, configMap, downwardAPI, serviceAccountToken].filter(Boolean).length > 1) {
    errors.push(fieldErrors.forbidden(path, 'may not specify more than 1 volume type per source'));
  }
  return errors;
}

function validateKeys(source: { name?: string; items?: KeyToPath[] }, volumePath: string, path: string, files: Set<string>): FieldError[] {
  const items = (source.items ?? []).flatMap((item, index) => [
    ...validateKeyToPath(item, `${path}.items[${index}]`),
    ...claimFile(item.path, source.name ?? '', volumePath, files),
  ]);
  return [...checkPresent(`${path}.name`, source.name), ...items];
}

function claimFile(file: string, value: string, volumePath: string, files: Set<string>): FieldError[] {
  if (!file) return [];
  if (files.has(file)) return [fieldErrors.invalid(volumePath, value, 'conflicting duplicate paths')];
  files.add(file);
  return [];
}

function validateToken(token: ServiceAccountTokenProjection, volumePath: string, path: string): FieldError[] {
  const seconds = token.expirationSeconds ?? 0;
  const errors: FieldError[] = [];
  const refuse = (problem: string) => errors.push(fieldErrors.invalid(`${path}.expirationSeconds`, seconds, problem));
  if (seconds < EXPIRATION_SECONDS_MIN) refuse('may not specify a duration less than 10 minutes');
  if (seconds > EXPIRATION_SECONDS_MAX) refuse('may not specify a duration larger than 2^32 seconds');
  if (!token.path) return [...errors, fieldErrors.required(`${volumePath}.path`)];
  return [...errors, ...checkLocalPath(`${volumePath}.path`, token.path)];
}
