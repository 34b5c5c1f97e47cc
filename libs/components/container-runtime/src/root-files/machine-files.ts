import { type Files, FileTree } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';
import { toolNames } from '@klockwork/userland';
import { executableFile } from '../process/executable.ts';

const PROGRAMS = '/usr/bin';
/** Folders that a Debian machine has merged into `/usr`. */
const MERGED = ['bin', 'sbin', 'lib'];

/** Files of a node: those that are there, or a new disk, with the programs of a Debian machine. */
export function machineFiles({ files, clock }: { readonly files?: FileTree; readonly clock: Clock }): FileTree {
  const disk = files ?? new FileTree({ now: () => clock.now(), type: 'ext4' });
  installPrograms(disk.root);
  return disk;
}

/** For `chroot /host`. They take memory once they are looked at. */
function installPrograms(files: Files): void {
  if (files.exists(PROGRAMS)) return;
  for (const name of MERGED) {
    files.makeFolders(`/usr/${name}`, 0o755);
    if (!files.exists(`/${name}`)) files.symbolicLink(`usr/${name}`, `/${name}`);
  }
  files.fillLate(PROGRAMS, {}, () => {
    for (const name of toolNames('gnu')) {
      files.write(`${PROGRAMS}/${name}`, executableFile(`machine:${name}`));
      files.changeMode(`${PROGRAMS}/${name}`, 0o755);
    }
  });
}
