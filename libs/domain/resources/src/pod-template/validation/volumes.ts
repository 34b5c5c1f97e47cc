import { dns1123Label, dns1123Subdomain, type FieldError, fieldErrors, goQuote } from '@klockwork/api-machinery';
import type { Volume } from '../pod-spec.ts';
import { checkName, checkPresent } from './field-checks.ts';
import { type VolumeSourceCheck, volumeSourceChecks } from './volume-sources.ts';

/** Mountable volumes by name: only valid ones. */
export type VolumesByName = ReadonlyMap<string, Volume>;

/** Models `ValidateVolumes`. `pod`: prefix of generated claims, the pod's name; '' for a template. */
export function validateVolumes(volumes: readonly Volume[], pod: string, path: string): { known: VolumesByName; errors: FieldError[] } {
  const byName = new Map<string, Volume>();
  const claimNames = pod === '' ? [] : volumes.filter(({ ephemeral }) => ephemeral).map(({ name }) => `${pod}-${name}`);
  const errors: FieldError[] = [];
  for (const [index, volume] of volumes.entries()) {
    const itemPath = `${path}[${index}]`;
    const problems = [
      ...validateImageNamed(volume, pod, `${itemPath}.image`),
      ...validateSource(volume, itemPath),
      ...validateMadeClaim(volume, pod, `${itemPath}.name`),
      ...checkName(`${itemPath}.name`, volume.name, dns1123Label),
    ];
    if (byName.has(volume.name)) problems.push(fieldErrors.duplicate(`${itemPath}.name`, volume.name));
    if (problems.length === 0) byName.set(volume.name, volume);
    errors.push(...problems, ...validateOwnClaim(volume, claimNames, itemPath));
  }
  return { known: byName, errors };
}

/** Templates may omit the image of a volume. Models the start of `validateImageVolumeSource`. */
function validateImageNamed({ image }: Volume, pod: string, path: string): FieldError[] {
  return image && pod !== '' ? checkPresent(`${path}.reference`, image.reference) : [];
}

/** Requires a valid claim name for an ephemeral volume. */
function validateMadeClaim({ name, ephemeral }: Volume, pod: string, path: string): FieldError[] {
  if (!ephemeral || !name || pod === '') return [];
  const claim = `${pod}-${name}`;
  return dns1123Subdomain(claim).map((problem) => fieldErrors.invalid(path, name, `PVC name ${goQuote(claim)}: ${problem}`));
}

/** Refuses reference to a claim generated for an ephemeral volume of the pod. */
function validateOwnClaim({ persistentVolumeClaim }: Volume, ownClaims: readonly string[], path: string): FieldError[] {
  const name = persistentVolumeClaim?.claimName ?? '';
  if (!ownClaims.includes(name)) return [];
  const problem = 'must not reference a PVC that gets created for an ephemeral volume';
  return [fieldErrors.invalid(`${path}.persistentVolumeClaim.claimName`, name, problem)];
}

/** Requires exactly one source; further ones are refused. Models `validateVolumeSource`. */
function validateSource(volume: Volume, path: string): FieldError[] {
  const sources = volumeSourceChecks.filter(({ source }) => volume[source] !== undefined && volume[source] !== null);
  if (sources.length === 0) return [fieldErrors.required(path, 'must specify a volume type')];
  return sources.flatMap((entry, index) => checkSource(entry, index, volume, path));
}

function checkSource({ source, path: pathOf, check }: VolumeSourceCheck, index: number, volume: Volume, path: string): FieldError[] {
  const sourcePath = `${path}.${pathOf ?? source}`;
  if (index > 0) return [fieldErrors.forbidden(`${path}.${source}`, 'may not specify more than 1 volume type')];
  return check(volume, sourcePath);
}
