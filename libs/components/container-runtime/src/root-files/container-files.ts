import { FileError, FileTree, type MemoryAccount } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';
import { type ContainerSpec, RuntimeError } from '@klockwork/pod-lifecycle';
import type { MountPoint } from './image-files.ts';

/** Parts of a container's root. */
export interface RootParts {
  readonly clock: Clock;
  readonly spec: ContainerSpec;
  /** Sealed image tree including mount points. */
  image(points: readonly MountPoint[]): FileTree;
  /** The sealed tree of /dev. */
  readonly devices: FileTree;
  readonly proc: FileTree;
  readonly sysctls: FileTree;
  /** Container's /sys/fs/cgroup. */
  readonly cgroup: FileTree;
  readonly node: FileTree;
  /** Node folder with the pod's /etc/hostname and /etc/resolv.conf. */
  readonly sandboxFolder: string;
  /** Memory account for tmpfs contents. */
  readonly account: MemoryAccount;
  /** Working folder; created if missing, even below a read-only root. */
  readonly workingDir: string;
}

/** Max bytes of a container's writable layer. Real ones are limited by their node's disk. */
const WRITABLE_BYTES_MAX = 256 * 1024 * 1024;
/** Max bytes in /dev, as mounted by runc. */
const DEVICE_BYTES_MAX = 64 * 1024 * 1024;

/** Builds a container's root: image, writable layer and mounts. Throws RuntimeError, with the runtime's text, for an invalid mount. */
export function containerFiles(parts: RootParts): FileTree {
  const { clock, spec, image, devices, proc, sysctls, cgroup, node, sandboxFolder, account } = parts;
  const now = () => clock.now();
  const tree = new FileTree({ now, base: image(mountPoints(spec, node)), bytesMax: WRITABLE_BYTES_MAX, type: 'overlay' });
  tree.mount({ at: '/proc', tree: proc });
  tree.mount({ at: '/proc/sys', tree: sysctls, readOnly: spec.privileged !== true });
  const dev = new FileTree({ now, base: devices, baseAt: now(), bytesMax: DEVICE_BYTES_MAX, type: 'tmpfs' });
  tree.mount({ at: '/dev', tree: dev, account });
  tree.mount({ at: '/sys/fs/cgroup', tree: cgroup, readOnly: true });
  for (const name of ['hostname', 'resolv.conf']) tree.mount({ at: `/etc/${name}`, tree: node, path: `${sandboxFolder}/${name}` });
  if (spec.terminationMessagePath !== undefined) makeMessageFile(tree, spec.terminationMessagePath);
  for (const { containerPath, hostPath, readOnly = false } of spec.mounts ?? []) {
    try {
      tree.mount({ at: containerPath, tree: node, path: hostPath, readOnly, recursive: true, account });
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

/** Mount points of a container, cached for equal specs. A missing mount source is rejected later. */
function mountPoints({ mounts = [] }: ContainerSpec, node: FileTree): readonly MountPoint[] {
  const files = node.root;
  return mounts
    .filter(({ hostPath }) => files.exists(hostPath))
    .map(({ containerPath, hostPath }) => ({ path: containerPath, isFolder: files.stat(hostPath).type === 'folder' }));
}

/** Models `prepareRootfs` of runc. A failure is reported when a process starts in the folder. */
function makeWorkingDir(tree: FileTree, path: string): void {
  try {
    tree.root.makeFolders(path, 0o755);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}

/** Writable for all users, like a kubelet creates it. */
function makeMessageFile(tree: FileTree, path: string): void {
  const files = tree.root;
  if (files.exists(path)) return;
  files.makeFolders(path.slice(0, path.lastIndexOf('/')) || '/', 0o755);
  files.write(path, '');
  files.changeMode(path, 0o666);
}

/** Termination message of an exited container, truncated like in a kubelet. Undefined when empty. */
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
