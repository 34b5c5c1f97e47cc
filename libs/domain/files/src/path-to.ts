import { FileError } from './file-error.ts';
import { inodeAt, isSame, type Position, parentOf } from './mount.ts';

/**
 * Absolute path of a folder below `root`, without links; outside, from the root of its tree. Throws ENOENT for a removed folder or parent.
 * Models getcwd(3).
 */
export function pathTo(position: Position, root: Position): string {
  const names: string[] = [];
  for (let at = position; ; ) {
    const above = parentOf(at);
    if (isSame(above, at) || isSame(at, root)) return `/${names.reverse().join('/')}`;
    names.push(nameIn(above, at));
    at = above;
  }
}

function nameIn(above: Position, child: Position): string {
  let place = child;
  while (place.ino === place.mount.root && place.mount.at !== undefined) place = place.mount.at;
  const folder = inodeAt(above);
  if (folder.type === 'folder') for (const [name, ino] of folder.entries) if (ino === place.ino) return name;
  throw new FileError('ENOENT');
}
