import { FileError, type Files } from '@klockwork/files';
import type { Container, VolumeMount } from '@klockwork/kubernetes-types';
import { type ContainerMount, RuntimeError } from '@klockwork/pod-lifecycle';
import { expandVariables } from '../environment/expand.ts';
import type { MountedVolume } from './volume-plugin.ts';

/** Input of a container's mounts. */
export interface MountView {
  readonly container: Pick<Container, 'name' | 'volumeMounts'>;
  readonly env: Readonly<Record<string, string>>;
  readonly volumes: ReadonlyMap<string, MountedVolume>;
  /** Files of the node, with root access. */
  readonly files: Files;
}

/**
 * Returns the mounts of a container, and creates missing folders of sub-paths. Throws RuntimeError: reason CreateContainerConfigError.
 * Models `makeMounts` of `pkg/kubelet/kubelet_pods.go`.
 */
export function containerMounts(view: MountView): ContainerMount[] {
  const { container, volumes } = view;
  return (container.volumeMounts ?? []).map((mount) => {
    const volume = volumes.get(mount.name);
    if (volume === undefined) throw new RuntimeError(`cannot find volume "${mount.name}" to mount into container "${container.name}"`);
    const containerPath = mount.mountPath.startsWith('/') ? mount.mountPath : `/${mount.mountPath}`;
    const readOnly = mount.readOnly === true || volume.readOnly;
    return { containerPath, hostPath: hostPathOf(mount, volume, view), ...(readOnly && { readOnly }) };
  });
}

function hostPathOf(mount: VolumeMount, volume: MountedVolume, view: MountView): string {
  const subPath = mount.subPathExpr === undefined ? (mount.subPath ?? '') : expandStrictly(mount.subPathExpr, view.env);
  if (subPath === '') return volume.path;
  const place = `for volumeMount "${mount.name}" of container "${view.container.name}"`;
  if (subPath.startsWith('/')) throw new RuntimeError(`error SubPath \`${subPath}\` must not be an absolute path`);
  if (subPath.split('/').includes('..')) throw new RuntimeError(`unable to provision SubPath \`${subPath}\`: must not contain '..'`);
  try {
    const path = `${volume.path}/${subPath}`;
    if (!view.files.exists(path)) view.files.makeFolders(path, view.files.stat(volume.path).mode & 0o777);
    return contained(view.files.realPath(path), view.files.realPath(volume.path), place);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new RuntimeError(`failed to create subPath directory ${place}`);
  }
}

/** Links must not lead out of the volume. */
function contained(path: string, volume: string, place: string): string {
  if (path === volume || path.startsWith(`${volume}/`)) return path;
  throw new RuntimeError(`failed to prepare subPath ${place}`);
}

/** Models `ExpandContainerVolumeMounts` of `pkg/kubelet/container/helpers.go`. */
function expandStrictly(text: string, env: Readonly<Record<string, string>>): string {
  return expandVariables(text, (name) => {
    const value = env[name];
    if (value === undefined) throw new RuntimeError(`missing value for "${name}"`);
    return value;
  });
}
