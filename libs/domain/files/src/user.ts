import type { Inode } from './inode.ts';

/** Identity for permission checks. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
}

/** Root: exempt from permission checks. */
export const ROOT_USER: User = { uid: 0, gid: 0, groups: [] };

/** Permission: read, write, execute (search in folders). */
export type Access = 'r' | 'w' | 'x';

const BITS: Readonly<Record<Access, number>> = { r: 4, w: 2, x: 1 };

/**
 * Returns whether mode bits permit the access. Root may do everything, but executes only files with an execute bit. Models
 * path_resolution(7).
 */
export function mayAccess(inode: Inode, user: User, access: Access): boolean {
  if (user.uid === 0) return access !== 'x' || inode.type === 'folder' || (inode.mode & 0o111) !== 0;
  const shift = user.uid === inode.uid ? 6 : isInGroup(user, inode.gid) ? 3 : 0;
  return ((inode.mode >> shift) & BITS[access]) !== 0;
}

export function isInGroup({ gid, groups }: User, group: number): boolean {
  return gid === group || groups.includes(group);
}
