import { dns1123Label, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { Volume } from '../pod-spec.ts';
import { checkName } from './field-checks.ts';
import { type VolumeSourceCheck, volumeSourceChecks } from './volume-sources.ts';

/** The volumes a container may mount, by name: only those without an error. */
export type VolumesByName = ReadonlyMap<string, Volume>;

/** Models `ValidateVolumes`. */
export function validateVolumes(volumes: readonly Volume[], path: string): { known: VolumesByName; errors: FieldError[] } {
  const known = new Map<string, Volume>();
  const errors: FieldError[] = [];
  for (const [index, volume] of volumes.entries()) {
    const itemPath = `${path}[${index}]`;
    const problems = [...validateSource(volume, itemPath), ...checkName(`${itemPath}.name`, volume.name, dns1123Label)];
    if (known.has(volume.name)) problems.push(fieldErrors.duplicate(`${itemPath}.name`, volume.name));
    if (problems.length === 0) known.set(volume.name, volume);
    errors.push(...problems);
  }
  return { known, errors };
}

/** Exactly one source: the first counts, the others are refused. Models `validateVolumeSource`. */
function validateSource(volume: Volume, path: string): FieldError[] {
  const given = volumeSourceChecks.filter(({ source }) => volume[source] !== undefined && volume[source] !== null);
  if (given.length === 0) return [fieldErrors.required(path, 'must specify a volume type')];
  return given.flatMap((entry, index) => checkSource(entry, index, volume, path));
}

function checkSource({ source, path: pathOf, check }: VolumeSourceCheck, index: number, volume: Volume, path: string): FieldError[] {
  const sourcePath = `${path}.${pathOf ?? source}`;
  if (index > 0) return [fieldErrors.forbidden(`${path}.${source}`, 'may not specify more than 1 volume type')];
  return check(volume, sourcePath);
}
