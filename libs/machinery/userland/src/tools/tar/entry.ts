/** Member type. Pipes and sockets are skipped. */
export type TarKind = 'file' | 'folder' | 'link' | 'hard-link' | 'device' | 'other';

/** Archive member without its content. Texts are byte strings. */
export interface TarEntry {
  /** Path as stored: folders end with a slash. */
  readonly path: string;
  readonly kind: TarKind;
  /** Permission bits, 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Names of owner and group; may be ''. */
  readonly user: string;
  readonly group: string;
  /** Bytes of content that follow; 0 for all but files. */
  readonly size: number;
  /** Unix seconds. */
  readonly modifiedAt: number;
  /** Link target, or first path of a hard link; else ''. */
  readonly target: string;
}

/** Block size of archives. */
export const BLOCK_BYTES = 512;

/** Sum of header bytes, counting the checksum field as spaces. */
export function checksumOf(header: string): number {
  let sum = 0;
  for (let at = 0; at < BLOCK_BYTES; at++) sum += at >= 148 && at < 156 ? 32 : header.charCodeAt(at);
  return sum;
}
