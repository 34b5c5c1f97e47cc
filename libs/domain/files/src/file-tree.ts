import type { LabTime } from '@klockwork/kernel';
import { FileError } from './file-error.ts';
import { Files } from './files.ts';
import { type InodeSource, ROOT_INO } from './inode.ts';
import { InodeStore, type MemoryAccount } from './inode-store.ts';
import { inodeAt, type Mount, type Position } from './mount.ts';
import { walk } from './resolve.ts';
import { ROOT_USER, type User } from './user.ts';

/** Initial content and limits of a file tree. */
export interface FileTreeOptions {
  /** Clock for modification times. */
  now(): LabTime;
  /** Sealed tree as shared initial content; only changes use memory. */
  readonly base?: FileTree;
  /** Time of all unchanged files of the base; default: their own times. */
  readonly baseAt?: LabTime;
  /** Source of computed inodes, such as /proc, instead of a base. */
  readonly source?: InodeSource;
  /** Targets of the links of `source` into other trees, by inode. */
  readonly jumps?: (ino: number) => Position | undefined;
  /** Max bytes of content, else ENOSPC. Excludes the base. */
  readonly bytesMax?: number;
  /** File system type in the mount table: `overlay`, `proc` … */
  readonly type?: string;
}

/** Mounted tree and its mount point. */
export interface MountOptions {
  /** Mount point, created if missing, including its parents. */
  readonly at: string;
  readonly tree: FileTree;
  /** Mounted folder or file of that tree; default: its root. */
  readonly path?: string;
  readonly readOnly?: boolean;
  /** Whether present mounts below the folder are mounted too, like `mount --rbind`. Later ones stay hidden. */
  readonly recursive?: boolean;
  /** Memory account charged for a tmpfs mount's contents. */
  readonly account?: MemoryAccount;
}

/** Row of the mount table. */
export interface MountRow {
  readonly path: string;
  readonly type: string;
  readonly readOnly: boolean;
  /** Content bytes of the whole mounted tree. */
  readonly bytes: number;
  /** Size limit of that tree; undefined without one. */
  readonly bytesMax: number | undefined;
}

/**
 * POSIX file tree in memory, synchronous and pure: files, folders, links and devices with owners, modes and times, on top of a shared base.
 * Supports mounts of other trees. Access is through views: {@link FileTree.as}.
 */
export class FileTree {
  readonly #store: InodeStore;
  readonly #root: Mount;
  readonly #mounts: Mount[] = [];

  constructor({ now, base, baseAt, source, jumps, bytesMax, type = 'tmpfs' }: FileTreeOptions) {
    const beneath = base === undefined ? source : base.seal().#store;
    this.#store = new InodeStore({ now, base: beneath, baseAt, bytesMax });
    this.#root = {
      store: this.#store,
      root: ROOT_INO,
      at: undefined,
      readOnly: source !== undefined,
      path: '/',
      type,
      ...(jumps && { jumps }),
    };
  }

  /** View of root, from the root folder. */
  get root(): Files {
    return this.as(ROOT_USER);
  }

  /** View of `user`, from the root folder. `self` is the target of `/proc/self`. */
  as(user: User, self = ''): Files {
    const top = { mount: this.#root, ino: ROOT_INO };
    return new Files({ user, root: top, workingDirectory: top, self });
  }

  /** Makes the tree immutable, thus usable as a base. */
  seal(): this {
    this.#store.seal();
    return this;
  }

  /** Whether changes fail with EROFS; mounts have their own flag. */
  get readOnly(): boolean {
    return this.#root.readOnly;
  }

  set readOnly(readOnly: boolean) {
    this.#root.readOnly = readOnly;
  }

  /** Content bytes and inodes of this layer, excluding base and mounts. */
  get usage(): { bytes: number; inodes: number } {
    return this.#store.usage;
  }

  /**
   * Mounts a part of a tree at a path, hiding existing content; the mounted part outlives its own names. Throws FileError for a missing
   * part.
   */
  mount({ recursive = false, ...options }: MountOptions): void {
    this.#mountOne(options);
    if (!recursive) return;
    const { at, tree, path = '/', account } = options;
    const top = tree.root.realPath(path);
    const above = top === '/' ? top : `${top}/`;
    for (const row of tree.#mounts.filter(({ path: each }) => each.startsWith(above))) {
      const place = `${at}/${row.path.slice(above.length)}`;
      this.#mountOne({ at: place, tree, path: row.path, readOnly: row.readOnly, ...(account && { account }) });
    }
  }

  #mountOne({ at, tree, path = '/', readOnly = false, account }: Omit<MountOptions, 'recursive'>): void {
    const source = tree.#find(path);
    const isFolder = inodeAt(source).type === 'folder';
    const files = this.root;
    if (!files.exists(at)) this.makeMountPoint(at, isFolder);
    const { store, type, jumps } = source.mount;
    const charged = type === 'tmpfs' && account !== undefined ? { account } : {};
    const place = this.#find(at);
    const mount = {
      store,
      root: source.ino,
      at: place,
      readOnly,
      path: files.realPath(at),
      type,
      ...(jumps && { jumps }),
      ...charged,
    };
    this.#mounts.push(mount);
    place.mount.over ??= new Map();
    place.mount.over.set(place.ino, mount);
    store.hold(source.ino);
  }

  /** Whether a mount lies at a path. False for a missing path. */
  isMountPoint(path: string): boolean {
    if (!this.root.exists(path)) return false;
    const { mount, ino } = this.#find(path);
    return mount !== this.#root && mount.root === ino;
  }

  /** Creates a mount point with its parents, like a container runtime. */
  makeMountPoint(at: string, isFolder: boolean): void {
    this.root.makeFolders(isFolder ? at : at.slice(0, at.lastIndexOf('/')) || '/', 0o755);
    if (!isFolder) this.root.write(at, '');
  }

  /** Unmounts the newest mount at a path, if any. Open files and other mounts of the tree stay valid. */
  unmount(path: string): void {
    const mount = this.#mounts.findLast((each) => each.path === path);
    if (mount === undefined) return;
    this.#mounts.splice(this.#mounts.indexOf(mount), 1);
    release(mount);
  }

  /** Releases all mounts of an unused tree. */
  unmountAll(): void {
    for (const mount of this.#mounts.splice(0)) release(mount);
  }

  /** Mounts of the tree, root first. */
  get mounts(): readonly MountRow[] {
    return [this.#root, ...this.#mounts].map(({ path, type, readOnly, store }) => {
      return { path, type, readOnly, bytes: store.usage.bytes, bytesMax: store.bytesMax };
    });
  }

  #find(path: string): Position {
    const top = { mount: this.#root, ino: ROOT_INO };
    const view = { user: ROOT_USER, root: top, workingDirectory: top, self: '' };
    const { found } = walk(view, path, true);
    if (found === undefined) throw new FileError('ENOENT');
    return found;
  }
}

function release({ store, root, at }: Mount): void {
  if (at !== undefined) at.mount.over?.delete(at.ino);
  store.release(root);
}
