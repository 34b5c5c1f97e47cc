import type { Inode } from './inode.ts';

/** Who acts. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
}

/** The superuser: no permission is asked of it. */
export const ROOT_USER: User = { uid: 0, gid: 0, groups: [] };

/** One of the permissions read, write, execute (search, for folders). */
export type Access = 'r' | 'w' | 'x';

const BITS: Readonly<Record<Access, number>> = { r: 4, w: 2, x: 1 };

/** Whether permission bits let `user` do it. The superuser may do all, but only execute what somebody may. Models path_resolution(7). */
export function mayAccess(inode: Inode, user: User, access: Access): boolean {
  if (user.uid === 0) return access !== 'x' || inode.type === 'folder' || (inode.mode & 0o111) !== 0;
  const shift = user.uid === inode.uid ? 6 : isInGroup(user, inode.gid) ? 3 : 0;
  return ((inode.mode >> shift) & BITS[access]) !== 0;
}

/** Whether a group is one of the user's. */
export function isInGroup({ gid, groups }: User, group: number): boolean {
  return gid === group || groups.includes(group);
}
