/** What a member of an archive is. Members of other kinds (pipes, sockets) are passed over. */
export type TarKind = 'file' | 'folder' | 'link' | 'hard-link' | 'device' | 'other';

/** One member of an archive, without its content. All text is byte strings. */
export interface TarEntry {
  /** As it is written: a folder's ends in a slash. */
  readonly path: string;
  readonly kind: TarKind;
  /** Permission bits, 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Names of owner and group; '' when they have none. */
  readonly user: string;
  readonly group: string;
  /** Bytes of content that follow; 0 for all but files. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly modifiedAt: number;
  /** Where a link leads to, or the member that a hard link is another name of; '' otherwise. */
  readonly target: string;
}

/** Archives are made of blocks of so many bytes. */
export const BLOCK_BYTES = 512;

/** The sum of a header's bytes, its own place counted as spaces. */
export function checksumOf(header: string): number {
  let sum = 0;
  for (let at = 0; at < BLOCK_BYTES; at++) sum += at >= 148 && at < 156 ? 32 : header.charCodeAt(at);
  return sum;
}
