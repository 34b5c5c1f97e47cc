import { dns1123Subdomain, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { KeyToPath } from '@klockwork/kubernetes-types';
import { validateCsiDriverName } from '../../generic/csi-driver-name.ts';
import type { Volume } from '../pod-spec.ts';
import {
  checkMonitors,
  checkPartition,
  checkSecret,
  validateAzureDisk,
  validateFc,
  validateFlex,
  validateFlocker,
  validateIscsi,
  validateQuobyte,
  validateStorageos,
} from './disk-sources.ts';
import { validateEphemeralVolume } from './ephemeral-volume.ts';
import {
  checkChoice,
  checkDescendingPath,
  checkFileMode,
  checkFormat,
  checkNoBacksteps,
  checkPresent,
  checkSupported,
} from './field-checks.ts';
import { validateProjectedVolume } from './projected-volume.ts';
import { validateDownwardFile, validateKeyToPath } from './volume-files.ts';

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

/** Validation of one volume source. */
export interface VolumeSourceCheck {
  readonly source: keyof Volume;
  /** Upstream's path of errors inside the source, if different from its field name. */
  readonly path?: string;
  check(volume: Volume, path: string): FieldError[];
}

/** Returns a check that passes the source to `check`. */
function judged<S extends keyof Volume>(
  source: S,
  check: (source: NonNullable<Volume[S]>, path: string) => FieldError[],
  path?: string,
): VolumeSourceCheck {
  const ofVolume = (volume: Volume, at: string) => check(volume[source] as NonNullable<Volume[S]>, at);
  return { source, check: ofVolume, ...(path !== undefined && { path }) };
}

/** Returns a check for required text fields of a source. */
function presence<S extends keyof Volume>(name: S, ...fields: readonly (keyof NonNullable<Volume[S]> & string)[]): VolumeSourceCheck {
  return judged(name, (source, path) => present(source, path, ...fields));
}

function present<T>(source: T, path: string, ...fields: readonly (keyof T & string)[]): FieldError[] {
  return fields.flatMap((field) => checkPresent(`${path}.${field}`, source[field] as string | undefined));
}

/** Volume sources in upstream's order; the first one set applies. Models `validateVolumeSource`. */
export const volumeSourceChecks: readonly VolumeSourceCheck[] = [
  { source: 'emptyDir', check: validateEmptyDir },
  { source: 'hostPath', check: validateHostPath },
  { source: 'gitRepo', check: validateGitRepo },
  judged('gcePersistentDisk', validateGceDisk, 'persistentDisk'),
  judged('awsElasticBlockStore', validateAwsDisk),
  { source: 'secret', check: validateSecret },
  { source: 'nfs', check: validateNfs },
  judged('iscsi', (iscsi, path) => validateIscsi(iscsi, path)),
  presence('glusterfs', 'endpoints', 'path'),
  judged('flocker', validateFlocker),
  presence('persistentVolumeClaim', 'claimName'),
  judged('rbd', (rbd, path) => [...checkMonitors(`${path}.monitors`, rbd.monitors), ...present(rbd, path, 'image')]),
  judged('cinder', (cinder, path) => [...present(cinder, path, 'volumeID'), ...checkSecret(cinder.secretRef, path)]),
  judged('cephfs', ({ monitors }, path) => checkMonitors(`${path}.monitors`, monitors)),
  judged('quobyte', validateQuobyte),
  { source: 'downwardAPI', check: validateDownwardAPI },
  judged('fc', validateFc),
  judged('flexVolume', validateFlex),
  { source: 'configMap', check: validateConfigMap },
  presence('azureFile', 'secretName', 'shareName'),
  presence('vsphereVolume', 'volumePath'),
  presence('photonPersistentDisk', 'pdID'),
  presence('portworxVolume', 'volumeID'),
  judged('azureDisk', validateAzureDisk),
  judged('storageos', validateStorageos),
  { source: 'projected', check: (volume, path) => validateProjectedVolume(volume.projected ?? {}, path) },
  presence('scaleIO', 'gateway', 'system', 'volumeName'),
  { source: 'csi', check: validateCsi },
  { source: 'ephemeral', check: ({ ephemeral }, path) => validateEphemeralVolume(ephemeral ?? {}, path) },
  { source: 'image', check: validateImage },
];

function validateGceDisk({ pdName, partition }: NonNullable<Volume['gcePersistentDisk']>, path: string): FieldError[] {
  return [...checkPresent(`${path}.pdName`, pdName), ...checkPartition(`${path}.partition`, partition)];
}

function validateAwsDisk({ volumeID, partition }: NonNullable<Volume['awsElasticBlockStore']>, path: string): FieldError[] {
  return [...checkPresent(`${path}.volumeID`, volumeID), ...checkPartition(`${path}.partition`, partition)];
}

/** Models `validateGitRepoVolumeSource`. */
function validateGitRepo({ gitRepo }: Volume, path: string): FieldError[] {
  return [
    ...checkPresent(`${path}.repository`, gitRepo?.repository),
    ...checkDescendingPath(`${path}.directory`, gitRepo?.directory ?? ''),
  ];
}

function validateEmptyDir({ emptyDir }: Volume, path: string): FieldError[] {
  if (!emptyDir?.sizeLimit?.startsWith('-')) return [];
  return [fieldErrors.forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')];
}

function validateHostPath({ hostPath }: Volume, path: string): FieldError[] {
  if (!hostPath?.path) return [fieldErrors.required(`${path}.path`)];
  return [...checkNoBacksteps(`${path}.path`, hostPath.path), ...checkSupported(`${path}.type`, hostPath.type, HOST_PATH_TYPES)];
}

function validateSecret({ secret }: Volume, path: string): FieldError[] {
  return [
    ...checkPresent(`${path}.secretName`, secret?.secretName),
    ...checkFileMode(`${path}.defaultMode`, secret?.defaultMode),
    ...validateItems(secret?.items, `${path}.items`),
  ];
}

function validateConfigMap({ configMap }: Volume, path: string): FieldError[] {
  return [
    ...checkPresent(`${path}.name`, configMap?.name),
    ...checkFileMode(`${path}.defaultMode`, configMap?.defaultMode),
    ...validateItems(configMap?.items, `${path}.items`),
  ];
}

function validateItems(items: readonly KeyToPath[] | undefined, path: string): FieldError[] {
  return (items ?? []).flatMap((item, index) => validateKeyToPath(item, `${path}[${index}]`));
}

function validateNfs({ nfs }: Volume, path: string): FieldError[] {
  const errors = [...checkPresent(`${path}.server`, nfs?.server), ...checkPresent(`${path}.path`, nfs?.path)];
  if (nfs?.path?.startsWith('/')) return errors;
  return [...errors, fieldErrors.invalid(`${path}.path`, nfs?.path ?? '', 'must be an absolute path')];
}

// Upstream reports errors of a file at the source.
function validateDownwardAPI({ downwardAPI }: Volume, path: string): FieldError[] {
  return [
    ...checkFileMode(`${path}.defaultMode`, downwardAPI?.defaultMode),
    ...(downwardAPI?.items ?? []).flatMap((file) => validateDownwardFile(file, path)),
  ];
}

/** Models `validateCSIVolumeSource`. */
function validateCsi({ csi }: Volume, path: string): FieldError[] {
  return [...validateCsiDriverName(csi?.driver, `${path}.driver`), ...validatePublishSecret(csi?.nodePublishSecretRef, path)];
}

// Upstream reports a bad name of the secret at the source's own name.
function validatePublishSecret(secret: { name?: string } | undefined, path: string): FieldError[] {
  if (!secret) return [];
  if (!secret.name) return [fieldErrors.required(`${path}.nodePublishSecretRef.name`)];
  return checkFormat(`${path}.name`, secret.name, dns1123Subdomain);
}

/** The reference is optional in templates: see `volumes.ts`. */
function validateImage({ image }: Volume, path: string): FieldError[] {
  return checkChoice(`${path}.pullPolicy`, image?.pullPolicy, PULL_POLICIES);
}
