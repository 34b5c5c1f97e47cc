import type { LabTime } from '@klockwork/kernel';

interface Attributes {
  /** Permission bits with set-user-ID, set-group-ID and sticky: 0 to 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  links: number;
  modifiedAt: LabTime;
  changedAt: LabTime;
}

/** Regular file. Its content is a byte string, or a function called at each read, as for files of /proc. */
export interface FileInode extends Attributes {
  readonly type: 'file';
  content: string | (() => string);
}

/** A folder: inode numbers by name, without `.` and `..`. */
export interface FolderInode extends Attributes {
  readonly type: 'folder';
  entries: Map<string, number>;
  /** Inode of the parent; its own for the root. */
  parent: number;
}

/**
 * Symbolic link. `magic: 'self'` points to the calling process, like `/proc/self`. Links into another tree, such as `/proc/1/root`, are
 * jumps of their mount.
 */
export interface LinkInode extends Attributes {
  readonly type: 'link';
  readonly target: string;
  readonly magic?: 'self';
}

/** Character device, interpreted by its reader or writer. */
export interface DeviceInode extends Attributes {
  readonly type: 'device';
  readonly major: number;
  readonly minor: number;
}

/** Inode of any kind. */
export type Inode = FileInode | FolderInode | LinkInode | DeviceInode;

/** Immutable source of inodes: base layer of a tree, or computed inodes. */
export interface InodeSource {
  get(ino: number): Inode | undefined;
  /** Upper bound (exclusive) of inode numbers. */
  readonly end: number;
}

/** The number of every tree's root folder. */
export const ROOT_INO = 1;

/** Independent copy. */
export function copyInode(inode: Inode): Inode {
  return inode.type === 'folder' ? { ...inode, entries: new Map(inode.entries) } : { ...inode };
}

/** Bytes of a regular file. */
export function contentOf(inode: FileInode): string {
  return typeof inode.content === 'string' ? inode.content : inode.content();
}

/** Bytes counted towards a tree's size limit. */
export function bytesOf(inode: Inode): number {
  return inode.type === 'file' && typeof inode.content === 'string' ? inode.content.length : 0;
}
