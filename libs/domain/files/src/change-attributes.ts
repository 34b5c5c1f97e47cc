import type { LabTime } from '@klockwork/kernel';
import { mustBeWritable } from './change-names.ts';
import { FileError } from './file-error.ts';
import type { Inode } from './inode.ts';
import { inodeAt, type Position } from './mount.ts';
import { isInGroup, mayAccess, type User } from './user.ts';

/** chmod(2). Throws EPERM, EROFS. */
export function changeMode(place: Position, user: User, mode: number): void {
  mustOwn(inodeAt(place), user);
  change(place, { mode: mode & 0o7777 });
}

/** Models chown(2): only root changes owners; an owner may choose one of its own groups. Throws EPERM, EROFS. */
export function changeOwner(place: Position, user: User, { uid, gid }: { readonly uid?: number; readonly gid?: number }): void {
  const inode = inodeAt(place);
  const isMine = inode.uid === user.uid && (uid ?? inode.uid) === inode.uid && (gid === undefined || isInGroup(user, gid));
  if (user.uid !== 0 && !isMine) throw new FileError('EPERM');
  // Clears setuid and setgid bits.
  const mode = inode.type === 'file' ? inode.mode & 0o1777 : inode.mode;
  change(place, { uid: uid ?? inode.uid, gid: gid ?? inode.gid, mode });
}

/** utimensat(2): now unless said. Throws EPERM, EROFS. */
export function setModified(place: Position, user: User, modifiedAt?: LabTime): void {
  const inode = inodeAt(place);
  if (modifiedAt !== undefined || !mayAccess(inode, user, 'w')) mustOwn(inode, user);
  change(place, { modifiedAt: modifiedAt ?? place.mount.store.now() });
}

function change(place: Position, attributes: Partial<Pick<Inode, 'mode' | 'uid' | 'gid' | 'modifiedAt'>>): void {
  mustBeWritable(place);
  const { store } = place.mount;
  Object.assign(store.change(place.ino), attributes, { changedAt: store.now() });
  store.notify(place.ino);
}

function mustOwn(inode: Inode, { uid }: User): void {
  if (uid !== 0 && uid !== inode.uid) throw new FileError('EPERM');
}
