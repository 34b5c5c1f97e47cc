import { FileTree } from '@klockwork/files';

const MEMORY_DEVICES: Readonly<Record<string, number>> = { null: 3, zero: 5, full: 7, random: 8, urandom: 9 };
const LINKS: Readonly<Record<string, string>> = {
  core: '/proc/kcore',
  ptmx: 'pts/ptmx',
  fd: '/proc/self/fd',
  stdin: '/proc/self/fd/0',
  stdout: '/proc/self/fd/1',
  stderr: '/proc/self/fd/2',
};

/** Files of /dev in each container. Models `SetupDefaultDevices` and symlinks of runc's rootfs_linux.go. */
export function deviceFiles(): FileTree {
  const tree = new FileTree({ now: () => 0 });
  const files = tree.root;
  for (const [name, minor] of Object.entries(MEMORY_DEVICES)) files.makeDevice(`/${name}`, { major: 1, minor });
  files.makeDevice('/tty', { major: 5, minor: 0 });
  for (const [name, target] of Object.entries(LINKS)) files.symbolicLink(target, `/${name}`);
  // Usual termination message path: created once here, without memory until the first write.
  files.write('/termination-log', '');
  files.changeMode('/termination-log', 0o666);
  files.makeFolder('/pts');
  files.makeDevice('/pts/ptmx', { major: 5, minor: 2 });
  for (const name of ['/mqueue', '/shm']) {
    files.makeFolder(name);
    files.changeMode(name, 0o1777);
  }
  return tree.seal();
}
