import { FileTree } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';

/** Standard Linux folders, where hostPath volumes of type FileOrCreate can create files. */
const FOLDERS = ['/etc', '/home', '/mnt', '/opt', '/root', '/run', '/srv', '/tmp', '/usr', '/var/lib', '/var/log'];

/** Returns the disk of a newly installed node with a name and an address. */
export function nodeDisk(clock: Pick<Clock, 'now'>, { name, hostIP }: { readonly name: string; readonly hostIP: string }): FileTree {
  const disk = new FileTree({ now: () => clock.now(), type: 'ext4' });
  for (const folder of FOLDERS) disk.root.makeFolders(folder, 0o755);
  disk.root.write('/etc/hostname', `${name}\n`);
  disk.root.write('/etc/hosts', `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${hostIP}\t${name}\n`);
  return disk;
}
