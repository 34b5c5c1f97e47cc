import { assert } from '@klockwork/kernel';
import { FileError } from './file-error.ts';
import type { Inode } from './inode.ts';
import type { InodeStore, MemoryAccount } from './inode-store.ts';

/** A part of a store that can be seen at one place of a tree. */
export interface Mount {
  readonly store: InodeStore;
  /** The inode of the store that is seen there. */
  readonly root: number;
  /** Where it is seen; undefined for the root of the tree. */
  readonly at: Position | undefined;
  readOnly: boolean;
  /** The path it is seen at, for the table of mounts. */
  readonly path: string;
  /** `overlay`, `proc`, `ext4` …, for the table of mounts. */
  readonly type: string;
  /** All mounts of the tree that it belongs to. */
  readonly tree: readonly Mount[];
  /** Whom content that is written there is charged to; nobody unless said. */
  readonly account?: MemoryAccount;
}

/** An inode as it is reached: the same one can be seen through several mounts. */
export interface Position {
  readonly mount: Mount;
  readonly ino: number;
}

/** The inode at a position. Throws ENOENT when it was removed meanwhile: a working folder may be, or what is mounted. */
export function inodeAt({ mount, ino }: Position): Inode {
  const inode = mount.store.get(ino);
  if (inode === undefined) throw new FileError('ENOENT');
  return inode;
}

/** Whether two positions are one. */
export function isSame(a: Position, b: Position): boolean {
  return a.mount === b.mount && a.ino === b.ino;
}

/** What is seen at a position when mounts cover it: the newest one on top. */
export function crossMounts(position: Position): Position {
  let seen = position;
  for (;;) {
    const over = seen.mount.tree.findLast(({ at }) => at !== undefined && isSame(at, seen));
    if (over === undefined) return seen;
    seen = { mount: over, ino: over.root };
  }
}

/** The folder above a folder: `..` */
export function parentOf(position: Position): Position {
  let { mount, ino } = position;
  while (ino === mount.root) {
    if (mount.at === undefined) return { mount, ino };
    ({ mount, ino } = mount.at);
  }
  const inode = inodeAt({ mount, ino });
  // What was mounted may be a file: it has no `..`, and nobody asks for one.
  assert(inode.type === 'folder', 'only a folder has one above it');
  return { mount, ino: inode.parent };
}
