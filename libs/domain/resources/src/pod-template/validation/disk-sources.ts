import { dns1123Label, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { Volume } from '../pod-spec.ts';
import { checkName, checkPresent, checkSupported } from './field-checks.ts';

type PresentSource<Source extends keyof Volume> = NonNullable<Volume[Source]>;

const CACHING_MODES = ['None', 'ReadOnly', 'ReadWrite'];
const DISK_KINDS = ['Dedicated', 'Managed', 'Shared'];
const MANAGED_URI = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';
/** Upstream's message, although 0 is valid. */
const PARTITION = 'must be between 1 and 255, inclusive';
const LUN = 'must be between 0 and 255, inclusive';
const REGISTRY = 'must be a host:port pair or multiple pairs separated by commas';

/** Formats of initiator names by prefix. */
const INITIATORS: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.[a-zA-Z0-9.-]+:[^,;*&$|\s]+$/,
  eui: /^eui.[a-zA-Z0-9]{16}$/,
  naa: /^naa.[a-zA-Z0-9]{32}$/,
};
const INITIATOR = 'must be valid format';

/** Models `validateISCSIVolumeSource`; persistent volumes differ in `unknownStart` only. */
export function validateIscsi(
  iscsi: PresentSource<'iscsi'>,
  path: string,
  unknownStart = `${INITIATOR} starting with iqn, eui, or naa`,
): FieldError[] {
  const { targetPortal, iqn, lun, initiatorName, secretRef } = iscsi;
  const authenticates = iscsi.chapAuthDiscovery || iscsi.chapAuthSession;
  return [
    ...checkPresent(`${path}.targetPortal`, targetPortal),
    ...(iqn ? checkInitiator(`${path}.iqn`, iqn, unknownStart) : [fieldErrors.required(`${path}.iqn`)]),
    ...checkUpTo255(`${path}.lun`, lun, LUN),
    ...(authenticates && !secretRef ? [fieldErrors.required(`${path}.secretRef`)] : []),
    ...(initiatorName === undefined ? [] : checkInitiator(`${path}.initiatorname`, initiatorName, unknownStart)),
  ];
}

function checkInitiator(path: string, name: string, unknownStart: string): FieldError[] {
  const format = INITIATORS[name.slice(0, 3)];
  if (format?.test(name)) return [];
  return [fieldErrors.invalid(path, name, format ? INITIATOR : unknownStart)];
}

/** Models `validateFCVolumeSource`. */
export function validateFc({ targetWWNs = [], wwids = [], lun }: PresentSource<'fc'>, path: string): FieldError[] {
  const none = targetWWNs.length === 0;
  const at = `${path}.targetWWNs`;
  return [
    ...(none && wwids.length === 0 ? [fieldErrors.required(at, 'must specify either targetWWNs or wwids, but not both')] : []),
    ...(none || wwids.length === 0
      ? []
      : [fieldErrors.invalid(at, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously')]),
    ...(none ? [] : checkTargetLun(lun, `${path}.lun`)),
  ];
}

function checkTargetLun(lun: number | undefined, path: string): FieldError[] {
  return lun === undefined ? [fieldErrors.required(path, 'lun is required if targetWWNs is specified')] : checkUpTo255(path, lun, LUN);
}

/** Validates a disk's partition number. */
export function checkPartition(path: string, partition: number | undefined): FieldError[] {
  return checkUpTo255(path, partition, PARTITION);
}

function checkUpTo255(path: string, value: number | undefined, problem: string): FieldError[] {
  return value !== undefined && (value < 0 || value > 255) ? [fieldErrors.invalid(path, value, problem)] : [];
}

/** Requires at least one monitor. Models `validateCephFSVolumeSource` and a part of `validateRBDVolumeSource`. */
export function checkMonitors(path: string, monitors: readonly string[] | undefined): FieldError[] {
  return monitors?.length ? [] : [fieldErrors.required(path)];
}

/** Models `validateFlockerVolumeSource`. */
export function validateFlocker({ datasetName, datasetUUID }: PresentSource<'flocker'>, path: string): FieldError[] {
  return [
    ...(datasetName || datasetUUID ? [] : [fieldErrors.required(path, 'one of datasetName and datasetUUID is required')]),
    ...(datasetName && datasetUUID
      ? [fieldErrors.invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')]
      : []),
    ...(datasetName?.includes('/') ? [fieldErrors.invalid(`${path}.datasetName`, datasetName, "must not contain '/'")] : []),
  ];
}

/** Models `validateQuobyteVolumeSource`. */
export function validateQuobyte(quobyte: PresentSource<'quobyte'>, path: string): FieldError[] {
  return [...checkRegistry(quobyte, path), ...checkPresent(`${path}.volume`, quobyte.volume)];
}

function checkRegistry({ registry, tenant = '' }: PresentSource<'quobyte'>, path: string): FieldError[] {
  if (!registry) return [fieldErrors.required(`${path}.registry`, REGISTRY)];
  if (tenant.length > 64) {
    return [fieldErrors.required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters')];
  }
  const bad = registry.split(',').filter((pair) => !/^(\[[^\][]*\]|[^:\][]*):[^:\][]*$/.test(pair));
  return bad.map(() => fieldErrors.invalid(`${path}.registry`, registry, REGISTRY));
}

/** Models `validateFlexVolumeSource`. */
export function validateFlex({ driver, options = {} }: PresentSource<'flexVolume'>, path: string): FieldError[] {
  const reservedNames = Object.keys(options).filter((option) => /(^|\.)(kubernetes|k8s)\.io$/i.test(option.split('/')[0] ?? ''));
  return [
    ...checkPresent(`${path}.driver`, driver),
    ...reservedNames.map((option) =>
      fieldErrors.invalid(`${path}.options[${option}]`, option, 'kubernetes.io and k8s.io namespaces are reserved'),
    ),
  ];
}

/** Models `validateAzureDisk`. */
export function validateAzureDisk({ diskName, diskURI, cachingMode, kind }: PresentSource<'azureDisk'>, path: string): FieldError[] {
  const [start, uri] = kind === 'Managed' ? ['/subscriptions/', MANAGED_URI] : ['https://', BLOB_URI];
  const mistaken = kind !== undefined && !(diskURI ?? '').startsWith(start);
  return [
    ...checkPresent(`${path}.diskName`, diskName),
    ...checkPresent(`${path}.diskURI`, diskURI),
    ...checkSupported(`${path}.cachingMode`, cachingMode, CACHING_MODES),
    ...checkSupported(`${path}.kind`, kind, DISK_KINDS),
    ...(mistaken ? [fieldErrors.notSupported(`${path}.diskURI`, diskURI ?? '', [uri])] : []),
  ];
}

/** Models `validateStorageOSVolumeSource`. */
export function validateStorageos({ volumeName, volumeNamespace, secretRef }: PresentSource<'storageos'>, path: string): FieldError[] {
  return [
    ...checkName(`${path}.volumeName`, volumeName, dns1123Label),
    ...(volumeNamespace ? checkName(`${path}.volumeNamespace`, volumeNamespace, dns1123Label) : []),
    ...checkSecret(secretRef, path),
  ];
}

/** Models the secret rule of `validateCinderVolumeSource`. */
export function checkSecret(secret: { readonly name?: string } | undefined, path: string): FieldError[] {
  return secret ? checkPresent(`${path}.secretRef.name`, secret.name) : [];
}
