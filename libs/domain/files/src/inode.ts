import type { LabTime } from '@klockwork/kernel';
import type { Position } from './mount.ts';

interface Attributes {
  /** Permission bits with set-user-ID, set-group-ID and sticky: 0 to 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  links: number;
  modifiedAt: LabTime;
  changedAt: LabTime;
}

/** A regular file. Its content is a byte string; a function is asked at every look, as for a file of /proc. */
export interface FileInode extends Attributes {
  readonly type: 'file';
  content: string | (() => string);
}

/** A folder: inode numbers by name, without `.` and `..`. */
export interface FolderInode extends Attributes {
  readonly type: 'folder';
  entries: Map<string, number>;
  /** The folder above; its own number for the root. */
  parent: number;
}

/**
 * A symbolic link. `magic: 'self'` points to the process that asks, as `/proc/self` does. `place` returns the end of a
 * link to another tree, such as `/proc/1/root`. Throws FileError when that tree is gone.
 */
export interface LinkInode extends Attributes {
  readonly type: 'link';
  readonly target: string;
  readonly magic?: 'self';
  place?(): Position;
}

/** A character device: who reads and writes it decides by its number what that means. */
export interface DeviceInode extends Attributes {
  readonly type: 'device';
  readonly major: number;
  readonly minor: number;
}

/** What a number of a tree stands for. */
export type Inode = FileInode | FolderInode | LinkInode | DeviceInode;

/** Where inodes come from: a layer beneath a tree, or something computed. They do not change. */
export interface InodeSource {
  get(ino: number): Inode | undefined;
  /** Greater than every number it gives. */
  readonly end: number;
}

/** The number of every tree's root folder. */
export const ROOT_INO = 1;

/** A copy that can be changed without the original noticing. */
export function copyInode(inode: Inode): Inode {
  return inode.type === 'folder' ? { ...inode, entries: new Map(inode.entries) } : { ...inode };
}

/** The bytes of a regular file. */
export function contentOf(inode: FileInode): string {
  return typeof inode.content === 'string' ? inode.content : inode.content();
}

/** Bytes that an inode takes of a tree's size limit. */
export function bytesOf(inode: Inode): number {
  return inode.type === 'file' && typeof inode.content === 'string' ? inode.content.length : 0;
}
