import { DICTIONARY_ID, headerDictionary } from './dictionary.ts';
import { SpdyError, type SpdyHeaders } from './frame.ts';
import { decodeHeaders, encodeHeaders } from './header-block.ts';
import { concat, uint32At, uint32s } from './wire.ts';

/** DEFLATE (RFC 1951) as the host has it. `history` is what was said before on the same stream, 32 KiB at most. */
export interface Deflate {
  /** Compresses, and ends on a whole byte behind an empty block (`Z_SYNC_FLUSH`), so that more can follow. */
  deflate(bytes: Uint8Array, history: Uint8Array): Uint8Array;
  /** Undoes that for one such piece. Throws any Error when it is malformed or gives more than `bytesMax`. */
  inflate(bytes: Uint8Array, history: Uint8Array, bytesMax: number): Uint8Array;
}

/** How far back DEFLATE looks. */
const WINDOW_BYTES = 32 * 1024;
/** A header block of kubectl has about a hundred bytes. */
const BLOCK_BYTES_MAX = 64 * 1024;
/** DEFLATE with a window of 32 KiB; a dictionary follows. */
const ZLIB_HEAD = Uint8Array.of(0x78, 0xbb);
const ZLIB_HEAD_BYTES = 6;

/** Reads the header blocks of one direction of a connection: they are one zlib stream, so all must be read, and in their order. */
export class HeaderReader {
  readonly #deflate: Deflate;
  #history: Uint8Array | undefined;

  constructor(deflate: Deflate) {
    this.#deflate = deflate;
  }

  /** Throws SpdyError. */
  read(block: Uint8Array): SpdyHeaders {
    const first = this.#history === undefined;
    const history = this.#history ?? historyOf(block);
    const plain = this.#inflate(first ? block.subarray(ZLIB_HEAD_BYTES) : block, history);
    this.#history = lastOf(history, plain);
    return decodeHeaders(plain);
  }

  #inflate(block: Uint8Array, history: Uint8Array): Uint8Array {
    try {
      return this.#deflate.inflate(block, history, BLOCK_BYTES_MAX);
    } catch (cause) {
      throw new SpdyError('a header block cannot be inflated', { cause });
    }
  }
}

/** Writes the header blocks of one direction of a connection. */
export class HeaderWriter {
  readonly #deflate: Deflate;
  #history: Uint8Array | undefined;

  constructor(deflate: Deflate) {
    this.#deflate = deflate;
  }

  write(headers: SpdyHeaders): Uint8Array {
    const head = this.#history === undefined ? concat(ZLIB_HEAD, uint32s(DICTIONARY_ID)) : new Uint8Array();
    const history = this.#history ?? headerDictionary();
    const plain = encodeHeaders(headers);
    this.#history = lastOf(history, plain);
    return concat(head, this.#deflate.deflate(plain, history));
  }
}

/** What the head of a zlib stream (RFC 1950) says was said before. */
function historyOf(block: Uint8Array): Uint8Array {
  const [method = 0, flags = 0] = block;
  const known = block.length >= ZLIB_HEAD_BYTES && (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
  if (!known || (flags & 0x20) === 0 || uint32At(block, 2) !== DICTIONARY_ID)
    throw new SpdyError('header blocks are not compressed as SPDY/3 is');
  return headerDictionary();
}

function lastOf(history: Uint8Array, plain: Uint8Array): Uint8Array {
  return concat(history, plain).slice(-WINDOW_BYTES);
}
