import { FileError, FileTree, type MemoryAccount } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';
import { type ContainerSpec, RuntimeError } from '@klockwork/pod-lifecycle';
import type { MountPoint } from './image-files.ts';

/** What the root of a container is put together from. */
export interface RootParts {
  readonly clock: Clock;
  readonly spec: ContainerSpec;
  /** The sealed tree of its image, in which there are places to mount something at. */
  image(points: readonly MountPoint[]): FileTree;
  /** The sealed tree of /dev. */
  readonly devices: FileTree;
  /** /proc of its processes. */
  readonly proc: FileTree;
  /** /proc/sys of its node. */
  readonly sysctls: FileTree;
  /** What /sys/fs/cgroup shows of it. */
  readonly cgroup: FileTree;
  /** The files of its node. */
  readonly node: FileTree;
  /** The folder on its node where /etc/hostname and /etc/resolv.conf of its pod are. */
  readonly sandboxFolder: string;
  /** Who has in memory what it writes to file systems that are there alone. */
  readonly account: MemoryAccount;
  /** Where its processes start; it is made where it is missing, also below a read-only root. */
  readonly workingDir: string;
}

/** What a container may write beside its volumes. A real one is bounded by its node's disk. */
const WRITABLE_BYTES_MAX = 256 * 1024 * 1024;
/** What may be written to /dev, as runc mounts it. */
const DEVICE_BYTES_MAX = 64 * 1024 * 1024;

/**
 * The root of a container: its image, what it writes on top, and what is mounted into it.
 * Throws RuntimeError, in the runtime's words, when a mount cannot be made.
 */
export function containerFiles(parts: RootParts): FileTree {
  const { clock, spec, image, devices, proc, sysctls, cgroup, node, sandboxFolder, account } = parts;
  const now = () => clock.now();
  const tree = new FileTree({ now, base: image(mountPoints(spec, node)), bytesMax: WRITABLE_BYTES_MAX, type: 'overlay' });
  tree.mount({ at: '/proc', tree: proc });
  tree.mount({ at: '/proc/sys', tree: sysctls, readOnly: spec.privileged !== true });
  tree.mount({ at: '/dev', tree: new FileTree({ now, base: devices, bytesMax: DEVICE_BYTES_MAX, type: 'tmpfs' }), account });
  tree.mount({ at: '/sys/fs/cgroup', tree: cgroup, readOnly: true });
  for (const name of ['hostname', 'resolv.conf']) tree.mount({ at: `/etc/${name}`, tree: node, path: `${sandboxFolder}/${name}` });
  if (spec.terminationMessagePath !== undefined) makeMessageFile(tree, spec.terminationMessagePath);
  for (const { containerPath, hostPath, readOnly = false } of spec.mounts ?? []) {
    try {
      tree.mount({ at: containerPath, tree: node, path: hostPath, readOnly, account });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new RuntimeError(
        `failed to generate container spec: failed to stat "${hostPath}": stat ${hostPath}: ${lowerFirst(error.message)}`,
      );
    }
  }
  if (spec.readOnlyRoot) {
    makeWorkingDir(tree, parts.workingDir);
    tree.readOnly = true;
  }
  return tree;
}

/** Where its mounts are: made once for all containers that have them there. One of what is not on the node is refused later. */
function mountPoints({ mounts = [] }: ContainerSpec, node: FileTree): readonly MountPoint[] {
  const files = node.root;
  return mounts
    .filter(({ hostPath }) => files.exists(hostPath))
    .map(({ containerPath, hostPath }) => ({ path: containerPath, isFolder: files.stat(hostPath).type === 'folder' }));
}

/** Models `prepareRootfs` of runc. A folder that cannot be made is reported when a process starts in it. */
function makeWorkingDir(tree: FileTree, path: string): void {
  try {
    tree.root.makeFolders(path, 0o755);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}

/** Whoever the container runs as may write it: a kubelet makes it so. */
function makeMessageFile(tree: FileTree, path: string): void {
  const files = tree.root;
  if (files.exists(path)) return;
  files.makeFolders(path.slice(0, path.lastIndexOf('/')) || '/', 0o755);
  files.write(path, '');
  files.changeMode(path, 0o666);
}

/** What a container left in its message file when it ended: at most so much of it as a kubelet reads. Undefined when there is nothing. */
export function terminationMessage(tree: FileTree, path: string): string | undefined {
  const files = tree.root;
  if (!files.exists(path) || files.stat(path).type !== 'file') return undefined;
  return files.read(path).slice(0, MESSAGE_BYTES_MAX) || undefined;
}

/** Models `MaxContainerTerminationMessageLength` of pkg/kubelet/container/runtime.go. */
const MESSAGE_BYTES_MAX = 4_096;

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
