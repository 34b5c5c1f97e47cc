import { FileTree } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';

/** Standard Linux folders, where hostPath volumes of type FileOrCreate can create files. */
const FOLDERS = ['/etc', '/home', '/mnt', '/opt', '/root', '/run', '/srv', '/tmp', '/usr', '/var/lib', '/var/log'];

/** Returns the disk of a newly installed node. */
export function nodeDisk(clock: Pick<Clock, 'now'>): FileTree {
  const disk = new FileTree({ now: () => clock.now(), type: 'ext4' });
  for (const folder of FOLDERS) disk.root.makeFolders(folder, 0o755);
  return disk;
}
