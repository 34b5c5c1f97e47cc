import { assert, type LabTime } from '@klockwork/kernel';
import { FileError } from './file-error.ts';
import { bytesOf, copyInode, type Inode, type InodeSource, ROOT_INO } from './inode.ts';
import { LateFolder } from './late-folder.ts';

/** What a store is made of. */
export interface InodeStoreOptions {
  now(): LabTime;
  readonly base?: InodeSource | undefined;
  /** More content than this is refused with ENOSPC. The base does not count. */
  readonly bytesMax?: number | undefined;
}

/** Who has the content of files in memory. Models a control group, as far as tmpfs charges it. */
export interface MemoryAccount {
  /** So many bytes more are had in memory, or fewer. */
  charge(bytes: number): void;
}

/**
 * The inodes of one tree: those of a base that is shared and never changes, and on top of it those that were added or
 * changed here. An inode is copied up whole at its first change, as overlayfs does it.
 */
export class InodeStore implements InodeSource {
  readonly #now: () => LabTime;
  /** What is written now was there since then. */
  #since: LabTime | undefined;
  readonly #base: InodeSource | undefined;
  /** More content than this is refused; undefined for no bound. */
  readonly bytesMax: number | undefined;
  /** Made at the first change: most trees over a base never see one. */
  #own: Map<number, Inode> | undefined;
  #open: Map<number, number> | undefined;
  #watchers: Map<number, Set<() => void>> | undefined;
  /** Who is charged for a file's content, and for how much of it. */
  #charges: Map<number, { readonly account: MemoryAccount; readonly bytes: number }> | undefined;
  #end: number;
  #bytes = 0;
  #sealed = false;

  constructor({ now, base, bytesMax }: InodeStoreOptions) {
    this.#now = now;
    this.#base = base;
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

  /** Stamps what is written. */
  now(): LabTime {
    return this.#since ?? this.#now();
  }

  get end(): number {
    return this.#end;
  }

  /** What this layer holds: bytes of content, and inodes. */
  get usage(): { bytes: number; inodes: number } {
    return { bytes: this.#bytes, inodes: this.#own?.size ?? 0 };
  }

  /** From now on nothing changes: the store can be the base of others. */
  seal(): void {
    this.#sealed = true;
  }

  get sealed(): boolean {
    return this.#sealed;
  }

  get(ino: number): Inode | undefined {
    return this.#own?.get(ino) ?? this.#base?.get(ino);
  }

  /** The inode, to be changed in place; whoever changes content uses {@link setContent}. */
  change(ino: number): Inode {
    assert(!this.#sealed, 'a sealed file tree is not written');
    const own = this.#own?.get(ino);
    if (own !== undefined) return own;
    const below = this.#base?.get(ino);
    assert(below !== undefined, 'an inode that is changed exists');
    const copied = copyInode(below);
    this.#reserve(bytesOf(copied));
    this.#keep(ino, copied);
    return copied;
  }

  add(inode: Inode): number {
    assert(!this.#sealed, 'a sealed file tree is not written');
    this.#reserve(bytesOf(inode));
    const ino = this.#end++;
    this.#keep(ino, inode);
    return ino;
  }

  /**
   * Replaces a file's content. Throws ENOSPC, and then nothing has changed. With `account` it is charged to that, or to whom wrote
   * to the file first, until it is empty or gone.
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

  /** Has a folder of this layer that is empty filled when somebody first looks into it, as if that had been now; `folders`: how many are in it. */
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

  /** A name of the inode is gone; with its last name and the last one who has it open it is forgotten. */
  unlinked(ino: number, names = 1): void {
    const inode = this.change(ino);
    inode.links -= names;
    inode.changedAt = this.now();
    this.notify(ino);
    this.#forgetUnused(ino);
  }

  /** Somebody has it open, until {@link release}. */
  hold(ino: number): void {
    // The root stays anyway, and is what most mounts show.
    if (ino === ROOT_INO) return;
    this.#open ??= new Map();
    this.#open.set(ino, (this.#open.get(ino) ?? 0) + 1);
  }

  /** One less has it open. */
  release(ino: number): void {
    if (ino === ROOT_INO) return;
    const left = (this.#open?.get(ino) ?? 1) - 1;
    if (left > 0) this.#open?.set(ino, left);
    else this.#open?.delete(ino);
    this.#forgetUnused(ino);
  }

  /** Calls `listener` after every change of the inode: its content, its entries, its names. */
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
    const known = this.#charges?.get(ino);
    const charged = known?.account ?? account;
    if (charged === undefined) return;
    this.#charges ??= new Map();
    if (bytes > 0) this.#charges.set(ino, { account: charged, bytes });
    else this.#charges.delete(ino);
    charged.charge(bytes - (known?.bytes ?? 0));
  }
}
