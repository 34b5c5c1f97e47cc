import { FileError } from './file-error.ts';
import { crossMounts, inodeAt, isSame, type Position, parentOf } from './mount.ts';
import { mayAccess, type User } from './user.ts';

/** User and folders for path resolution. */
export interface Viewpoint {
  readonly user: User;
  readonly root: Position;
  readonly workingDirectory: Position;
  /** Target of `/proc/self`. */
  readonly self: string;
}

/** Result of path resolution. */
export interface Walk {
  /** Folder of the last name. */
  readonly parent: Position;
  /** The last name; `.`, `..` or `/` when the path ends with it. */
  readonly name: string;
  /** Resolved position with mounts crossed; undefined if missing. */
  readonly found: Position | undefined;
  /** Trailing slash: only a folder is valid. */
  readonly wantsFolder: boolean;
}

/** Linux follows so many symbolic links in one path, and no more. */
const LINKS_MAX = 40;
const NAME_LENGTH_MAX = 255;
const PATH_LENGTH_MAX = 4_096;

/**
 * Resolves a path. `follow`: also a final symbolic link. Throws FileError for a missing or unsearchable folder, another file type, or a
 * link loop. Models path_resolution(7).
 */
export function walk(from: Viewpoint, path: string, follow: boolean): Walk {
  if (path === '') throw new FileError('ENOENT');
  if (path.length >= PATH_LENGTH_MAX) throw new FileError('ENAMETOOLONG');
  let wantsFolder = path.endsWith('/');
  let place = path.startsWith('/') ? from.root : from.workingDirectory;
  const names = namesOf(path);
  let links = 0;
  let last = names.length === 0 ? '/' : '.';
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    const isLast = names.length === 0;
    const child = step(from, place, name);
    const inode = child === undefined ? undefined : inodeAt(child);
    if (inode?.type === 'link' && (!isLast || follow || wantsFolder)) {
      links += 1;
      if (links > LINKS_MAX) throw new FileError('ELOOP');
      const jumpedPosition = child?.mount.jumps?.(child.ino);
      if (jumpedPosition !== undefined) {
        if (isLast) return arrive({ parent: place, name, found: jumpedPosition, wantsFolder });
        place = jumpedPosition;
        continue;
      }
      const target = inode.magic === 'self' ? from.self : inode.target;
      if (target.startsWith('/')) place = from.root;
      if (isLast && target.endsWith('/')) wantsFolder = true;
      names.push(...namesOf(target));
      last = '/';
      continue;
    }
    if (name !== '.' && name !== '..' && isLast) return arrive({ parent: place, name, found: child, wantsFolder });
    if (child === undefined) throw new FileError('ENOENT');
    place = child;
    last = name;
  }
  return arrive({ parent: place, name: last, found: place, wantsFolder });
}

/** Resolves one name in a folder. */
function step(from: Viewpoint, place: Position, name: string): Position | undefined {
  const folder = inodeAt(place);
  if (folder.type !== 'folder') throw new FileError('ENOTDIR');
  if (!mayAccess(folder, from.user, 'x')) throw new FileError('EACCES');
  if (name === '.') return place;
  if (name === '..') return isSame(place, from.root) ? place : parentOf(place);
  if (name.length > NAME_LENGTH_MAX) throw new FileError('ENAMETOOLONG');
  const ino = folder.entries.get(name);
  return ino === undefined ? undefined : crossMounts({ mount: place.mount, ino });
}

function arrive(end: Walk): Walk {
  if (end.wantsFolder && end.found !== undefined && inodeAt(end.found).type !== 'folder') throw new FileError('ENOTDIR');
  return end;
}

/** Names of a path, last first. */
function namesOf(path: string): string[] {
  const names: string[] = [];
  for (let end = path.length; end > 0; ) {
    const slash = path.lastIndexOf('/', end - 1);
    if (slash < end - 1) names.push(path.slice(slash + 1, end));
    end = slash;
  }
  return names;
}
