import type { LabTime } from '@klockwork/kernel';
import { contentOf, type Inode } from './inode.ts';
import { inodeAt, type Position } from './mount.ts';

/** Result of stat(2), without access times. */
export interface FileStat {
  readonly ino: number;
  readonly type: Inode['type'];
  /** Permission bits, 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of a file or link target; 4096 for a folder. */
  readonly size: number;
  readonly links: number;
  readonly modifiedAt: LabTime;
  readonly changedAt: LabTime;
  /** Devices only. */
  readonly device?: { readonly major: number; readonly minor: number };
}

const FOLDER_SIZE = 4_096;

/** Returns attributes of the inode at a position. */
export function statOf(position: Position): FileStat {
  const inode = inodeAt(position);
  const { type, mode, uid, gid, links, modifiedAt, changedAt } = inode;
  const device = inode.type === 'device' ? { device: { major: inode.major, minor: inode.minor } } : {};
  return { ino: position.ino, type, mode, uid, gid, size: sizeOf(inode), links, modifiedAt, changedAt, ...device };
}

function sizeOf(inode: Inode): number {
  if (inode.type === 'file') return contentOf(inode).length;
  if (inode.type === 'link') return inode.target.length;
  return inode.type === 'folder' ? FOLDER_SIZE : 0;
}
