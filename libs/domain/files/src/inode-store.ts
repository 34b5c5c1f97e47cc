import { assert, type LabTime } from '@klockwork/kernel';
import { FileError } from './file-error.ts';
import { bytesOf, copyInode, type Inode, type InodeSource, ROOT_INO } from './inode.ts';
import { LateFolder } from './late-folder.ts';

/** Initial content and limits of a store. */
export interface InodeStoreOptions {
  now(): LabTime;
  readonly base?: InodeSource | undefined;
  /** Time of all unchanged inodes of the base; default: their own times. */
  readonly baseAt?: LabTime | undefined;
  /** Max bytes of content, else ENOSPC. Excludes the base. */
  readonly bytesMax?: number | undefined;
}

/** Account for memory of file contents. Models a control group, charged for tmpfs. */
export interface MemoryAccount {
  /** Adds `bytes` (may be negative). */
  charge(bytes: number): void;
}

/**
 * Inodes of one tree: those of a shared immutable base, plus added or changed ones. An inode is copied up as a whole at its first change,
 * like in overlayfs.
 */
export class InodeStore implements InodeSource {
  readonly #now: () => LabTime;
  /** Modification time during a late fill. */
  #since: LabTime | undefined;
  readonly #base: InodeSource | undefined;
  readonly #baseAt: LabTime | undefined;
  /** More content than this is refused; undefined for no bound. */
  readonly bytesMax: number | undefined;
  /** Created at the first change: most trees over a base have none. */
  #own: Map<number, Inode> | undefined;
  #open: Map<number, number> | undefined;
  #watchers: Map<number, Set<() => void>> | undefined;
  /** Charged account and bytes by inode. */
  #charges: Map<number, { readonly account: MemoryAccount; readonly bytes: number }> | undefined;
  #end: number;
  #bytes = 0;
  #sealed = false;

  constructor({ now, base, baseAt, bytesMax }: InodeStoreOptions) {
    this.#now = now;
    this.#base = base;
    this.#baseAt = baseAt;
    this.bytesMax = bytesMax;
    this.#end = base?.end ?? ROOT_INO;
    if (base !== undefined) return;
    const at = now();
    this.add({
      type: 'folder',
      entries: new Map(),
      parent: ROOT_INO,
      mode: 0o755,
      uid: 0,
      gid: 0,
      links: 2,
      modifiedAt: at,
      changedAt: at,
    });
  }

  /** Time for new modifications. */
  now(): LabTime {
    return this.#since ?? this.#now();
  }

  get end(): number {
    return this.#end;
  }

  /** Content bytes and inodes of this layer. */
  get usage(): { bytes: number; inodes: number } {
    return { bytes: this.#bytes, inodes: this.#own?.size ?? 0 };
  }

  /** Makes the store immutable, thus usable as a base. */
  seal(): void {
    this.#sealed = true;
  }

  get sealed(): boolean {
    return this.#sealed;
  }

  get(ino: number): Inode | undefined {
    return this.#own?.get(ino) ?? this.#below(ino);
  }

  /** Returns an inode for in-place change; for contents see {@link setContent}. */
  change(ino: number): Inode {
    assert(!this.#sealed, 'a sealed file tree is not written');
    const own = this.#own?.get(ino);
    if (own !== undefined) return own;
    const below = this.#below(ino);
    assert(below !== undefined, 'an inode that is changed exists');
    const copiedInode = copyInode(below);
    this.#reserve(bytesOf(copiedInode));
    this.#keep(ino, copiedInode);
    return copiedInode;
  }

  add(inode: Inode): number {
    assert(!this.#sealed, 'a sealed file tree is not written');
    this.#reserve(bytesOf(inode));
    const ino = this.#end++;
    this.#keep(ino, inode);
    return ino;
  }

  /**
   * Replaces a file's content. Throws ENOSPC without any change. `account` is charged, or the account of the first writer, until the file
   * is empty or gone.
   */
  setContent(ino: number, content: string, account?: MemoryAccount): void {
    const inode = this.get(ino);
    assert(inode?.type === 'file', 'content is that of a file');
    const isOwn = this.#own?.has(ino) ?? false;
    this.#reserve(content.length - (isOwn ? bytesOf(inode) : 0));
    if (!isOwn) this.#keep(ino, { ...inode, content });
    const own = this.#own?.get(ino);
    assert(own?.type === 'file', 'the file was copied up');
    own.content = content;
    own.modifiedAt = this.now();
    own.changedAt = own.modifiedAt;
    this.#charge(ino, content.length, account);
    this.notify(ino);
  }

  /** Fills an empty folder of this layer at its first access, with the time of this call; `folders` is the number of its subfolders. */
  fillLate(ino: number, folders: number, fill: () => void): void {
    const folder = this.#own?.get(ino);
    assert(folder?.type === 'folder' && folder.entries.size === 0, 'a folder that is filled later is empty');
    const since = this.now();
    const fillSince = () => {
      this.#since = since;
      fill();
      this.#since = undefined;
    };
    this.#keep(ino, new LateFolder(folder, folders, fillSince));
  }

  /** Removes names of an inode; it is deleted after its last name and last open handle. */
  unlinked(ino: number, names = 1): void {
    const inode = this.change(ino);
    inode.links -= names;
    inode.changedAt = this.now();
    this.notify(ino);
    this.#forgetUnused(ino);
  }

  /** Counts an open handle, until {@link release}. */
  hold(ino: number): void {
    // The root stays anyway, and is what most mounts show.
    if (ino === ROOT_INO) return;
    this.#open ??= new Map();
    this.#open.set(ino, (this.#open.get(ino) ?? 0) + 1);
  }

  /** Releases an open handle. */
  release(ino: number): void {
    if (ino === ROOT_INO) return;
    const left = (this.#open?.get(ino) ?? 1) - 1;
    if (left > 0) this.#open?.set(ino, left);
    else this.#open?.delete(ino);
    this.#forgetUnused(ino);
  }

  /** Calls `listener` after each change of the inode: content, entries or names. */
  watch(ino: number, listener: () => void): () => void {
    this.#watchers ??= new Map();
    const listeners = this.#watchers.get(ino) ?? new Set();
    this.#watchers.set(ino, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#watchers?.delete(ino);
    };
  }

  notify(ino: number): void {
    const listeners = this.#watchers?.get(ino);
    if (listeners !== undefined) for (const listener of [...listeners]) listener();
  }

  #below(ino: number): Inode | undefined {
    const inode = this.#base?.get(ino);
    const at = this.#baseAt;
    return inode === undefined || at === undefined ? inode : { ...inode, modifiedAt: at, changedAt: at };
  }

  #keep(ino: number, inode: Inode): void {
    this.#own ??= new Map();
    this.#own.set(ino, inode);
  }

  #reserve(bytes: number): void {
    if (bytes > 0 && this.#bytes + bytes > (this.bytesMax ?? Number.POSITIVE_INFINITY)) throw new FileError('ENOSPC');
    this.#bytes += bytes;
  }

  #forgetUnused(ino: number): void {
    const own = this.#own?.get(ino);
    if (own === undefined || own.links > 0 || this.#open?.has(ino)) return;
    this.#bytes -= bytesOf(own);
    this.#own?.delete(ino);
    this.#charge(ino, 0);
  }

  #charge(ino: number, bytes: number, account?: MemoryAccount): void {
    const charge = this.#charges?.get(ino);
    const chargedAccount = charge?.account ?? account;
    if (chargedAccount === undefined) return;
    this.#charges ??= new Map();
    if (bytes > 0) this.#charges.set(ino, { account: chargedAccount, bytes });
    else this.#charges.delete(ino);
    chargedAccount.charge(bytes - (charge?.bytes ?? 0));
  }
}
