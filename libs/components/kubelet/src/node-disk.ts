import { FileTree } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';

/** Folders of every Linux machine, in which hostPath volumes of type FileOrCreate create their files. */
const FOLDERS = ['/etc', '/home', '/mnt', '/opt', '/root', '/run', '/srv', '/tmp', '/usr', '/var/lib', '/var/log'];

/** The disk of a node that has just been installed. */
export function nodeDisk(clock: Pick<Clock, 'now'>): FileTree {
  const disk = new FileTree({ now: () => clock.now(), type: 'ext4' });
  for (const folder of FOLDERS) disk.root.makeFolders(folder, 0o755);
  return disk;
}
