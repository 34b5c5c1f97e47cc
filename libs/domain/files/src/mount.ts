import { assert } from '@klockwork/kernel';
import { FileError } from './file-error.ts';
import type { Inode } from './inode.ts';
import type { InodeStore, MemoryAccount } from './inode-store.ts';

/** Part of a store, visible at one place of a tree. */
export interface Mount {
  readonly store: InodeStore;
  /** Visible inode of the store. */
  readonly root: number;
  /** Mount point; undefined for the root of the tree. */
  readonly at: Position | undefined;
  readOnly: boolean;
  /** Mount point path, for the mount table. */
  readonly path: string;
  /** `overlay`, `proc`, `ext4` …, for the table of mounts. */
  readonly type: string;
  /** Mounts over inodes of this one, by inode; undefined without any. */
  over?: Map<number, Mount>;
  /** Returns the target of a link into another tree, such as `/proc/1/root`. Throws FileError for a removed tree. */
  readonly jumps?: (ino: number) => Position | undefined;
  /** Memory account charged for contents written here; optional. */
  readonly account?: MemoryAccount;
}

/** Inode reached through a certain mount. */
export interface Position {
  readonly mount: Mount;
  readonly ino: number;
}

/** Inode at a position. Throws ENOENT when removed meanwhile (working folder or mounted file). */
export function inodeAt({ mount, ino }: Position): Inode {
  const inode = mount.store.get(ino);
  if (inode === undefined) throw new FileError('ENOENT');
  return inode;
}

export function isSame(a: Position, b: Position): boolean {
  return a.mount === b.mount && a.ino === b.ino;
}

/** Topmost mount over a position, or the position itself. */
export function crossMounts(position: Position): Position {
  let seenPosition = position;
  for (;;) {
    const over = seenPosition.mount.over?.get(seenPosition.ino);
    if (over === undefined) return seenPosition;
    seenPosition = { mount: over, ino: over.root };
  }
}

/** Parent of a folder: `..` */
export function parentOf(position: Position): Position {
  let { mount, ino } = position;
  while (ino === mount.root) {
    if (mount.at === undefined) return { mount, ino };
    ({ mount, ino } = mount.at);
  }
  const inode = inodeAt({ mount, ino });
  // A mounted file has no `..`, and callers never request it.
  assert(inode.type === 'folder', 'only a folder has one above it');
  return { mount, ino: inode.parent };
}
