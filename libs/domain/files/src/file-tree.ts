import type { LabTime } from '@klockwork/kernel';
import { FileError } from './file-error.ts';
import { Files } from './files.ts';
import { type InodeSource, ROOT_INO } from './inode.ts';
import { InodeStore, type MemoryAccount } from './inode-store.ts';
import { inodeAt, type Mount, type Position } from './mount.ts';
import { walk } from './resolve.ts';
import { ROOT_USER, type User } from './user.ts';

/** What a file tree starts from. */
export interface FileTreeOptions {
  /** Stamps what is written. */
  now(): LabTime;
  /** A sealed tree that this one begins as: it is shared, only changes take memory. */
  readonly base?: FileTree;
  /** Inodes that are computed, as those of /proc, in the place of a base. */
  readonly source?: InodeSource;
  /** More content than this is refused with ENOSPC. The base does not count. */
  readonly bytesMax?: number;
  /** `overlay`, `proc` …: what the table of mounts says. */
  readonly type?: string;
}

/** What is mounted into a tree, and where. */
export interface MountOptions {
  /** Made, with the folders above it, when it is not there. */
  readonly at: string;
  readonly tree: FileTree;
  /** The folder or file of that tree; its root unless said. */
  readonly path?: string;
  readonly readOnly?: boolean;
  /** Whom it is charged to what is written there, where that is a tmpfs. */
  readonly account?: MemoryAccount;
}

/** A row of the table of mounts. */
export interface MountRow {
  readonly path: string;
  readonly type: string;
  readonly readOnly: boolean;
  /** What the tree it shows a part of holds, in bytes of content. */
  readonly bytes: number;
  /** What that tree holds at most; undefined when it has no bound of its own. */
  readonly bytesMax: number | undefined;
}

/**
 * A POSIX file tree in memory, synchronous and pure: files, folders, links, devices, with owners, modes and times, over a
 * base that it shares with others. Other trees can be mounted into it. It is used through a view: {@link FileTree.as}.
 */
export class FileTree {
  readonly #store: InodeStore;
  readonly #root: Mount;
  readonly #mounts: Mount[] = [];

  constructor({ now, base, source, bytesMax, type = 'tmpfs' }: FileTreeOptions) {
    const beneath = base === undefined ? source : base.seal().#store;
    this.#store = new InodeStore({ now, base: beneath, bytesMax });
    this.#root = { store: this.#store, root: ROOT_INO, at: undefined, readOnly: source !== undefined, path: '/', type, tree: this.#mounts };
  }

  /** The tree as the superuser sees it, from the root. */
  get root(): Files {
    return this.as(ROOT_USER);
  }

  /** The tree as `user` sees it, from the root. `self` is what `/proc/self` points to. */
  as(user: User, self = ''): Files {
    const top = { mount: this.#root, ino: ROOT_INO };
    return new Files({ user, root: top, workingDirectory: top, self });
  }

  /** From now on the tree never changes: others can begin as it. */
  seal(): this {
    this.#store.seal();
    return this;
  }

  /** Whether changes of this tree are refused with EROFS; what is mounted into it says so for itself. */
  get readOnly(): boolean {
    return this.#root.readOnly;
  }

  set readOnly(readOnly: boolean) {
    this.#root.readOnly = readOnly;
  }

  /** What was written here: bytes of content, and inodes. Neither the base nor what is mounted counts. */
  get usage(): { bytes: number; inodes: number } {
    return this.#store.usage;
  }

  /**
   * Shows a part of a tree at a path of this one, on top of what is there; what is shown lasts, also when its last name is gone.
   * Throws FileError when there is no such part.
   */
  mount({ at, tree, path = '/', readOnly = false, account }: MountOptions): void {
    const source = tree.#find(path);
    const isFolder = inodeAt(source).type === 'folder';
    const files = this.root;
    if (!files.exists(at)) this.makeMountPoint(at, isFolder);
    const { store, type } = source.mount;
    const charged = type === 'tmpfs' && account !== undefined ? { account } : {};
    this.#mounts.push({
      store,
      root: source.ino,
      at: this.#find(at),
      readOnly,
      path: files.realPath(at),
      type,
      tree: this.#mounts,
      ...charged,
    });
    store.hold(source.ino);
  }

  /** Makes the place that something is to be mounted at, with the folders above it, as a container runtime does. */
  makeMountPoint(at: string, isFolder: boolean): void {
    this.root.makeFolders(isFolder ? at : at.slice(0, at.lastIndexOf('/')) || '/', 0o755);
    if (!isFolder) this.root.write(at, '');
  }

  /** Takes the newest mount at a path away; nothing when there is none. Who has its files open, or mounted elsewhere, keeps them. */
  unmount(path: string): void {
    const mount = this.#mounts.findLast((each) => each.path === path);
    if (mount === undefined) return;
    this.#mounts.splice(this.#mounts.indexOf(mount), 1);
    mount.store.release(mount.root);
  }

  /** Lets go of all that is mounted: nobody looks at the tree any more. */
  unmountAll(): void {
    for (const { store, root } of this.#mounts.splice(0)) store.release(root);
  }

  /** Mounts of the tree, the root first. */
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
