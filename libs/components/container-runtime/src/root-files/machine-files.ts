import { type Files, FileTree } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';
import { toolNames } from '@klockwork/userland';
import { executableFile } from '../process/executable.ts';

const PROGRAMS = '/usr/bin';
/** Folders merged into `/usr` on Debian. */
const MERGED = ['bin', 'sbin', 'lib'];

/** Files of a node: given ones or a new disk, plus Debian programs. */
export function machineFiles({ files, clock }: { readonly files?: FileTree; readonly clock: Clock }): FileTree {
  const disk = files ?? new FileTree({ now: () => clock.now(), type: 'ext4' });
  installPrograms(disk.root);
  return disk;
}

/** Programs for `chroot /host`. They use no memory until read. */
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
