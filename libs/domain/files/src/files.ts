import type { LabTime } from '@klockwork/kernel';
import { changeMode, changeOwner, setModified } from './change-attributes.ts';
import { changeEntries, entriesChanged, mustBeWritable, removeFolder, rename, unlink } from './change-names.ts';
import { FileError } from './file-error.ts';
import { FileHandle } from './file-handle.ts';
import { type FileStat, statOf } from './file-stat.ts';
import type { DeviceInode, FolderInode, Inode } from './inode.ts';
import { inodeAt, type Position } from './mount.ts';
import type { OpenOptions } from './open-options.ts';
import { pathTo } from './path-to.ts';
import { type Viewpoint, type Walk, walk } from './resolve.ts';
import { usageAt } from './usage-at.ts';
import { type Access, mayAccess, type User } from './user.ts';

const SET_GROUP_ID = 0o2000;

/**
 * View of a file tree: user, working folder and umask. Paths follow POSIX; errors are FileError with Linux' codes. Contents are byte
 * strings.
 */
export class Files {
  umask = 0o022;
  #view: Viewpoint;

  constructor(view: Viewpoint) {
    this.#view = view;
  }

  get user(): User {
    return this.#view.user;
  }

  /** View of another user with the same working folder. `self` is the target of `/proc/self`. */
  as({ user = this.user, self = this.#view.self }: { readonly user?: User; readonly self?: string }): Files {
    const other = new Files({ ...this.#view, user, self });
    other.umask = this.umask;
    return other;
  }

  /** Absolute path of the working folder without links. Throws ENOENT when removed. */
  get workingDirectory(): string {
    return pathTo(this.#view.workingDirectory, this.#view.root);
  }

  changeDirectory(path: string): void {
    this.#view = { ...this.#view, workingDirectory: this.#findFolder(path) };
  }

  /** Makes a folder the root of all paths; root only. The working folder stays. Models chroot(2). */
  changeRoot(path: string): void {
    const root = this.#findFolder(path);
    if (this.user.uid !== 0) throw new FileError('EPERM');
    this.#view = { ...this.#view, root };
  }

  /** Position of the root, for links from other trees. */
  get rootPosition(): Position {
    return this.#view.root;
  }

  /** Absolute path without links. */
  realPath(path: string): string {
    const { parent, name, found } = walk(this.#view, path, true);
    if (found === undefined) throw new FileError('ENOENT');
    if (inodeAt(found).type === 'folder') return pathTo(found, this.#view.root);
    return `${pathTo(parent, this.#view.root)}/${name}`.replace('//', '/');
  }

  stat(path: string): FileStat {
    return statOf(this.#find(path));
  }

  /** Attributes of a symbolic link itself, not of its target. */
  linkStat(path: string): FileStat {
    return statOf(this.#find(path, false));
  }

  /** Returns whether a path exists. */
  exists(path: string): boolean {
    return this.#tryFind(path) !== undefined;
  }

  /** Returns whether a path exists and permits the access (EROFS denies writes). */
  mayAccess(path: string, access: Access): boolean {
    const position = this.#tryFind(path);
    if (position === undefined || (access === 'w' && position.mount.readOnly)) return false;
    return mayAccess(inodeAt(position), this.user, access);
  }

  open(path: string, options: OpenOptions): FileHandle {
    const target = walk(this.#view, path, true);
    if (target.found !== undefined) return this.#openExisting(target.found, options);
    if (!options.create) throw new FileError('ENOENT');
    if (target.wantsFolder) throw new FileError('EISDIR');
    const mode = (options.mode ?? 0o666) & ~this.umask;
    return new FileHandle(this.#add(target, { type: 'file', content: '', ...this.#attributes(target, mode) }), options);
  }

  /** All bytes of a file. */
  read(path: string): string {
    const handle = this.open(path, { read: true });
    const bytes = handle.read(Number.POSITIVE_INFINITY);
    handle.close();
    return bytes;
  }

  /** Replaces a file's content; creates a missing file. */
  write(path: string, bytes: string, { mode }: { readonly mode?: number } = {}): void {
    this.#put(path, bytes, { write: true, create: true, truncate: true, ...(mode !== undefined && { mode }) });
  }

  /** Appends to a file; creates a missing file. */
  append(path: string, bytes: string): void {
    this.#put(path, bytes, { write: true, create: true, append: true });
  }

  /** Entries of a folder, sorted, without `.` and `..`. */
  list(path: string): string[] {
    const folder = inodeAt(this.#find(path));
    if (folder.type !== 'folder') throw new FileError('ENOTDIR');
    if (!mayAccess(folder, this.user, 'r')) throw new FileError('EACCES');
    return [...folder.entries.keys()].sort();
  }

  makeFolder(path: string, mode = 0o777): void {
    const target = walk(this.#view, path, false);
    if (target.found !== undefined) throw new FileError('EEXIST');
    const attributes = this.#attributes(target, mode & ~this.umask);
    const inherited = inodeAt(target.parent).mode & SET_GROUP_ID;
    this.#add(target, {
      type: 'folder',
      entries: new Map(),
      parent: target.parent.ino,
      ...attributes,
      mode: attributes.mode | inherited,
      links: 2,
    });
  }

  /** Creates a folder and missing parents, like `mkdir -p`. */
  makeFolders(path: string, mode = 0o777): void {
    const parts = path.split('/');
    for (let count = 1; count <= parts.length; count++) {
      const part = parts.slice(0, count).join('/');
      if (part !== '' && !this.exists(part)) this.makeFolder(part, mode);
    }
    if (this.stat(path).type !== 'folder') throw new FileError('EEXIST');
  }

  /**
   * Fills an empty folder at its first access, with the time of this call. `fill` must not fail; `folders` is the number of its subfolders.
   */
  fillLate(path: string, { folders = 0 }: { readonly folders?: number }, fill: () => void): void {
    const { mount, ino } = this.#find(path);
    mount.store.fillLate(ino, folders, fill);
  }

  /** A symbolic link. Its target need not exist. */
  symbolicLink(target: string, path: string): void {
    if (target === '') throw new FileError('ENOENT');
    const place = walk(this.#view, path, false);
    this.#add(place, { type: 'link', target, ...this.#attributes(place, 0o777) });
  }

  readLink(path: string): string {
    const inode = inodeAt(this.#find(path, false));
    if (inode.type !== 'link') throw new FileError('EINVAL');
    return inode.magic === 'self' ? this.#view.self : inode.target;
  }

  /** Creates a hard link. */
  link(existing: string, path: string): void {
    const from = this.#find(existing, false);
    const target = walk(this.#view, path, false);
    if (target.found !== undefined) throw new FileError('EEXIST');
    if (inodeAt(from).type === 'folder') throw new FileError('EPERM');
    if (from.mount !== target.parent.mount) throw new FileError('EXDEV');
    if (target.wantsFolder) throw new FileError('ENOENT');
    changeEntries(target, this.user).entries.set(target.name, from.ino);
    from.mount.store.change(from.ino).links += 1;
    entriesChanged(target);
  }

  makeDevice(path: string, { major, minor, mode = 0o666 }: Pick<DeviceInode, 'major' | 'minor'> & { readonly mode?: number }): void {
    if (this.user.uid !== 0) throw new FileError('EPERM');
    const target = walk(this.#view, path, false);
    this.#add(target, { type: 'device', major, minor, ...this.#attributes(target, mode) });
  }

  rename(path: string, newPath: string): void {
    rename(walk(this.#view, path, false), walk(this.#view, newPath, false), this.user);
  }

  /** Removes a name of anything but a folder. */
  unlink(path: string): void {
    unlink(walk(this.#view, path, false), this.user);
  }

  removeFolder(path: string): void {
    removeFolder(walk(this.#view, path, false), this.user);
  }

  /** Removes a path recursively, like `rm -r`. */
  removeAll(path: string): void {
    const target = walk(this.#view, path, false);
    if (target.found === undefined) throw new FileError('ENOENT');
    if (inodeAt(target.found).type === 'folder') {
      for (const name of this.list(path)) this.removeAll(`${path}/${name}`);
      removeFolder(target, this.user);
    } else unlink(target, this.user);
  }

  changeMode(path: string, mode: number): void {
    changeMode(this.#find(path), this.user, mode);
  }

  /** Changes owner and group. Only root changes owners; an owner may choose one of its own groups. */
  changeOwner(path: string, owner: { readonly uid?: number; readonly gid?: number }, { follow = true } = {}): void {
    changeOwner(this.#find(path, follow), this.user, owner);
  }

  /** Sets the modification time; default: now. */
  setModified(path: string, modifiedAt?: LabTime, { follow = true } = {}): void {
    setModified(this.#find(path, follow), this.user, modifiedAt);
  }

  /** Calls `listener` after each change of the path's current inode: content or entries. */
  watch(path: string, listener: () => void): () => void {
    const { mount, ino } = this.#find(path);
    return mount.store.watch(ino, listener);
  }

  /** Bytes of all files at and below a path, within one mount; a file with two names counts once. Models `du`. */
  usageOf(path: string): number {
    return usageAt(this.#find(path));
  }

  #openExisting(position: Position, options: OpenOptions): FileHandle {
    if (options.create && options.exclusive) throw new FileError('EEXIST');
    const inode = inodeAt(position);
    if (inode.type === 'folder' && (options.write || options.create)) throw new FileError('EISDIR');
    if (options.read && !mayAccess(inode, this.user, 'r')) throw new FileError('EACCES');
    if (options.write && inode.type === 'file') mustBeWritable(position);
    if (options.write && !mayAccess(inode, this.user, 'w')) throw new FileError('EACCES');
    const handle = new FileHandle(position, options);
    if (options.truncate && inode.type === 'file') handle.truncate();
    return handle;
  }

  #put(path: string, bytes: string, options: OpenOptions): void {
    const handle = this.open(path, options);
    try {
      handle.write(bytes);
    } finally {
      handle.close();
    }
  }

  #find(path: string, follow = true): Position {
    const { found } = walk(this.#view, path, follow);
    if (found === undefined) throw new FileError('ENOENT');
    return found;
  }

  #findFolder(path: string): Position {
    const position = this.#find(path);
    if (inodeAt(position).type !== 'folder') throw new FileError('ENOTDIR');
    if (!mayAccess(inodeAt(position), this.user, 'x')) throw new FileError('EACCES');
    return position;
  }

  #tryFind(path: string): Position | undefined {
    try {
      return walk(this.#view, path, true).found;
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  #attributes({ parent }: Walk, mode: number) {
    const at = parent.mount.store.now();
    const folder = inodeAt(parent);
    const gid = folder.mode & SET_GROUP_ID ? folder.gid : this.user.gid;
    return { mode, uid: this.user.uid, gid, links: 1, modifiedAt: at, changedAt: at };
  }

  #add(target: Walk, inode: Inode): Position {
    if (target.found !== undefined) throw new FileError('EEXIST');
    if (target.wantsFolder && inode.type !== 'folder') throw new FileError('ENOENT');
    const folder: FolderInode = changeEntries(target, this.user);
    const { mount } = target.parent;
    const ino = mount.store.add(inode);
    folder.entries.set(target.name, ino);
    if (inode.type === 'folder') folder.links += 1;
    entriesChanged(target);
    return { mount, ino };
  }
}
