import zlib from 'node:zlib';
import { UserError } from '../user-error.ts';

const { constants } = zlib;
/** Search level: higher ones cost seconds per 100,000 events, and save little. */
const LEVEL = 6;
/** Window of 32 MiB, which holds a whole frame: objects repeat over many revisions. */
const WINDOW_LOG = 25;

/** Throws UserError on a Node.js without zstd. */
export function requireZstd(): void {
  if (typeof zlib.zstdCompressSync !== 'function')
    throw new UserError(`tapes need Node.js 22.15 or newer, which has zstd; this is ${process.version}`);
}

export function compress(text: string): Buffer {
  return zlib.zstdCompressSync(Buffer.from(text), {
    params: {
      [constants.ZSTD_c_compressionLevel]: LEVEL,
      [constants.ZSTD_c_windowLog]: WINDOW_LOG,
      [constants.ZSTD_c_enableLongDistanceMatching]: 1,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  });
}

/** Throws the error of zlib for damaged input, and for more than `bytesMax` bytes. */
export function decompress(bytes: Uint8Array, bytesMax: number): string {
  return zlib
    .zstdDecompressSync(bytes, { maxOutputLength: bytesMax, params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG } })
    .toString('utf8');
}
