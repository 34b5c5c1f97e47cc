import { FileError } from './file-error.ts';
import type { FolderInode, Inode } from './inode.ts';
import { inodeAt, isSame, type Position, parentOf } from './mount.ts';
import type { Walk } from './resolve.ts';
import { mayAccess, type User } from './user.ts';

const STICKY = 0o1000;

/** Walk that found an existing name. */
type Existing = Walk & { readonly found: Position };

/** Throws EROFS below a read-only mount. */
export function mustBeWritable({ mount }: Position): void {
  if (mount.readOnly || mount.store.sealed) throw new FileError('EROFS');
}

/** Parent folder of a walk, for changing its entries. Throws EROFS, EACCES, and ENOENT for a removed folder. */
export function changeEntries({ parent }: Walk, user: User): FolderInode {
  const inode = inodeAt(parent);
  if (inode.type !== 'folder') throw new FileError('ENOTDIR');
  if (inode.links === 0) throw new FileError('ENOENT');
  mustBeWritable(parent);
  if (!mayAccess(inode, user, 'w') || !mayAccess(inode, user, 'x')) throw new FileError('EACCES');
  return parent.mount.store.change(parent.ino) as FolderInode;
}

/** Notes that a folder's entries changed. */
export function entriesChanged({ parent: { mount, ino } }: Walk): void {
  const folder = mount.store.change(ino);
  folder.modifiedAt = mount.store.now();
  folder.changedAt = folder.modifiedAt;
  mount.store.notify(ino);
}

/** Sticky folder: only owners of the entry or of the folder may remove the entry. */
function mustNotBeStuck(parent: Inode, child: Inode, { uid }: User): void {
  if ((parent.mode & STICKY) !== 0 && uid !== 0 && uid !== child.uid && uid !== parent.uid) throw new FileError('EPERM');
}

/** Models unlink(2): removes a name of anything but a folder. */
export function unlink(target: Walk, user: User): void {
  if (target.found === undefined) throw new FileError('ENOENT');
  const inode = inodeAt(target.found);
  if (inode.type === 'folder') throw new FileError('EISDIR');
  const folder = changeEntries(target, user);
  mustNotBeStuck(folder, inode, user);
  mustNotBeMountPoint(target as Existing);
  folder.entries.delete(target.name);
  entriesChanged(target);
  target.found.mount.store.unlinked(target.found.ino);
}

/** Models rmdir(2): removes an empty folder. */
export function removeFolder(target: Walk, user: User): void {
  if (target.found === undefined) throw new FileError('ENOENT');
  if (target.name === '.') throw new FileError('EINVAL');
  if (target.name === '..') throw new FileError('ENOTEMPTY');
  if (target.name === '/') throw new FileError('EBUSY');
  const inode = inodeAt(target.found);
  if (inode.type !== 'folder') throw new FileError('ENOTDIR');
  const folder = changeEntries(target, user);
  mustNotBeStuck(folder, inode, user);
  mustNotBeMountPoint(target as Existing);
  if (inode.entries.size > 0) throw new FileError('ENOTEMPTY');
  folder.entries.delete(target.name);
  folder.links -= 1;
  entriesChanged(target);
  target.found.mount.store.unlinked(target.found.ino, inode.links);
}

/** Models rename(2): replaces an existing target. */
export function rename(source: Walk, target: Walk, user: User): void {
  if (source.found === undefined) throw new FileError('ENOENT');
  if (isSpecial(source.name) || isSpecial(target.name)) throw new FileError('EBUSY');
  if (source.parent.mount !== target.parent.mount) throw new FileError('EXDEV');
  const from = changeEntries(source, user);
  const to = changeEntries(target, user);
  const movedInode = inodeAt(source.found);
  mustNotBeStuck(from, movedInode, user);
  mustFit(source as Existing, target, user, to);
  if (target.found !== undefined && isSame(source.found, target.found)) return;
  for (const end of [source, target]) if (end.found !== undefined) mustNotBeMountPoint(end as Existing);
  replaceName(source as Existing, target, from, to);
}

function replaceName(source: Existing, target: Walk, from: FolderInode, to: FolderInode): void {
  const { store } = source.parent.mount;
  const replacedInode = target.found === undefined ? undefined : inodeAt(target.found);
  from.entries.delete(source.name);
  to.entries.set(target.name, source.found.ino);
  const movedInode = store.change(source.found.ino);
  movedInode.changedAt = store.now();
  if (movedInode.type === 'folder') {
    movedInode.parent = target.parent.ino;
    from.links -= 1;
    to.links += replacedInode === undefined ? 1 : 0;
  }
  if (replacedInode !== undefined && target.found !== undefined)
    store.unlinked(target.found.ino, replacedInode.type === 'folder' ? replacedInode.links : 1);
  entriesChanged(source);
  entriesChanged(target);
}

/** Rejects a rename whose target cannot be replaced by its source. */
function mustFit(source: Existing, target: Walk, user: User, to: FolderInode): void {
  const movedInode = inodeAt(source.found);
  if (movedInode.type === 'folder' && isWithin(target.parent, source.found)) throw new FileError('EINVAL');
  if (movedInode.type !== 'folder' && target.wantsFolder) throw new FileError('ENOTDIR');
  if (target.found === undefined) return;
  const replacedInode = inodeAt(target.found);
  mustNotBeStuck(to, replacedInode, user);
  if (movedInode.type === 'folder' && replacedInode.type !== 'folder') throw new FileError('ENOTDIR');
  if (movedInode.type !== 'folder' && replacedInode.type === 'folder') throw new FileError('EISDIR');
  if (replacedInode.type === 'folder' && replacedInode.entries.size > 0 && !isSame(source.found, target.found))
    throw new FileError('ENOTEMPTY');
}

function isSpecial(name: string): boolean {
  return name === '.' || name === '..' || name === '/';
}

function isWithin(place: Position, folder: Position): boolean {
  for (let at = place; ; ) {
    if (isSame(at, folder)) return true;
    const above = parentOf(at);
    if (isSame(above, at)) return false;
    at = above;
  }
}

/** Mount points cannot be removed or renamed. */
function mustNotBeMountPoint({ parent, found }: Existing): void {
  if (found.mount !== parent.mount) throw new FileError('EBUSY');
}
