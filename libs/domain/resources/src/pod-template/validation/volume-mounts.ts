import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { VolumeDevice, VolumeMount } from '@klockwork/kubernetes-types';
import type { Container } from '../pod-spec.ts';
import { checkDescendingPath, checkPresent, checkSupported } from './field-checks.ts';
import type { VolumesByName } from './volumes.ts';

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE_READ_ONLY = ['Disabled', 'Enabled', 'IfPossible'];

/** Models `ValidateVolumeMounts`. */
export function validateVolumeMounts(container: Container, volumes: VolumesByName, path: string): FieldError[] {
  const takenPaths = new Set<string>();
  return (container.volumeMounts ?? []).flatMap((mount, index) => {
    const itemPath = `${path}[${index}]`;
    const errors = [
      ...validateMountTarget(mount, volumes, takenPaths, itemPath),
      ...validateMountBesideDevices(mount, container.volumeDevices ?? [], itemPath),
      ...validateSubPath(mount, itemPath, path),
      ...validateMountMode(mount, container, path),
    ];
    takenPaths.add(mount.mountPath);
    return errors;
  });
}

/** Models `ValidateVolumeDevices`. */
export function validateVolumeDevices(container: Container, volumes: VolumesByName, path: string): FieldError[] {
  const names = new Set<string>();
  const paths = new Set<string>();
  return (container.volumeDevices ?? []).flatMap((device, index) => {
    const errors = validateDevice(device, { mounts: container.volumeMounts ?? [], volumes, taken: { names, paths } }, `${path}[${index}]`);
    names.add(device.name);
    paths.add(device.devicePath);
    return errors;
  });
}

function validateMountTarget(mount: VolumeMount, volumes: VolumesByName, takenPaths: ReadonlySet<string>, path: string): FieldError[] {
  const errors = checkPresent(`${path}.name`, mount.name);
  if (!volumes.has(mount.name)) errors.push(fieldErrors.notFound(`${path}.name`, mount.name ?? ''));
  errors.push(...checkPresent(`${path}.mountPath`, mount.mountPath));
  if (takenPaths.has(mount.mountPath)) errors.push(fieldErrors.invalid(`${path}.mountPath`, mount.mountPath, 'must be unique'));
  return errors;
}

function validateMountBesideDevices(mount: VolumeMount, devices: readonly VolumeDevice[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (devices.some(({ name }) => name === mount.name)) {
    errors.push(fieldErrors.invalid(`${path}.name`, mount.name, 'must not already exist in volumeDevices'));
  }
  if (devices.some(({ devicePath }) => devicePath === mount.mountPath)) {
    errors.push(fieldErrors.invalid(`${path}.mountPath`, mount.mountPath, 'must not already exist as a path in volumeDevices'));
  }
  return errors;
}

// Upstream reports an invalid sub path at the list, and conflicts at the mount.
function validateSubPath(mount: VolumeMount, path: string, listPath: string): FieldError[] {
  const { subPath = '', subPathExpr = '' } = mount;
  const errors: FieldError[] = [];
  if (subPath) errors.push(...checkDescendingPath(`${listPath}.subPath`, subPath));
  if (subPath && subPathExpr) {
    errors.push(fieldErrors.invalid(`${path}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
  }
  if (subPathExpr) errors.push(...checkDescendingPath(`${listPath}.subPathExpr`, subPathExpr));
  return errors;
}

function validateMountMode(mount: VolumeMount, container: Container, path: string): FieldError[] {
  const errors = checkSupported(`${path}.mountPropagation`, mount.mountPropagation, PROPAGATIONS);
  if (mount.mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    const problem = 'Bidirectional mount propagation is available only to privileged containers';
    errors.push(fieldErrors.forbidden(`${path}.mountPropagation`, problem));
  }
  return [...errors, ...validateRecursiveReadOnly(mount, `${path}.recursiveReadOnly`)];
}

function validateRecursiveReadOnly(mount: VolumeMount, path: string): FieldError[] {
  const mode = mount.recursiveReadOnly;
  if (mode === undefined || mode === 'Disabled') return [];
  if (!RECURSIVE_READ_ONLY.includes(mode)) return [fieldErrors.notSupported(path, mode, RECURSIVE_READ_ONLY)];
  const errors: FieldError[] = [];
  if (!mount.readOnly) errors.push(fieldErrors.forbidden(path, 'may only be specified when readOnly is true'));
  if (mount.mountPropagation !== undefined && mount.mountPropagation !== 'None') {
    errors.push(fieldErrors.forbidden(path, 'may only be specified when mountPropagation is None or not specified'));
  }
  return errors;
}

function validateDevice(
  device: VolumeDevice,
  {
    mounts,
    volumes,
    taken,
  }: {
    readonly mounts: readonly VolumeMount[];
    readonly volumes: VolumesByName;
    readonly taken: { readonly names: ReadonlySet<string>; readonly paths: ReadonlySet<string> };
  },
  path: string,
): FieldError[] {
  const { name, devicePath } = device;
  const volume = volumes.get(name);
  const errors = checkPresent(`${path}.name`, name);
  const refuseName = (problem: string) => errors.push(fieldErrors.invalid(`${path}.name`, name, problem));
  const refusePath = (problem: string) => errors.push(fieldErrors.invalid(`${path}.devicePath`, devicePath, problem));
  if (taken.names.has(name)) refuseName('must be unique');
  if (volume === undefined) errors.push(fieldErrors.notFound(`${path}.name`, name));
  else if (!volume.persistentVolumeClaim && !volume.ephemeral) {
    refuseName('can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
  }
  errors.push(...checkPresent(`${path}.devicePath`, devicePath));
  if (taken.paths.has(devicePath)) refusePath('must be unique');
  if (devicePath?.split('/').includes('..')) refusePath("can not contain backsteps ('..')");
  if (mounts.some((mount) => mount.name === name)) refuseName('must not already exist in volumeMounts');
  if (mounts.some((mount) => mount.mountPath === devicePath)) refusePath('must not already exist as a path in volumeMounts');
  return errors;
}
