import { DICTIONARY_ID, headerDictionary } from './dictionary.ts';
import { SpdyError, type SpdyHeaders } from './frame.ts';
import { decodeHeaders, encodeHeaders } from './header-block.ts';
import { concat, uint32At, uint32s } from './wire.ts';

/** Port for DEFLATE (RFC 1951). `history` has the previous bytes of the same stream, at most 32 KiB. */
export interface Deflate {
  /** Compresses bytes and flushes with an empty block to a byte boundary (`Z_SYNC_FLUSH`). */
  deflate(bytes: Uint8Array, history: Uint8Array): Uint8Array;
  /** Decompresses one flushed piece. Throws any Error for malformed input or more than `bytesMax` bytes. */
  inflate(bytes: Uint8Array, history: Uint8Array, bytesMax: number): Uint8Array;
}

/** Window of DEFLATE. */
const WINDOW_BYTES = 32 * 1024;
/** Max bytes of a header block; kubectl's have about a hundred. */
const BLOCK_BYTES_MAX = 64 * 1024;
/** Header of a zlib stream: DEFLATE, 32 KiB window, preset dictionary. */
const ZLIB_HEAD = Uint8Array.of(0x78, 0xbb);
const ZLIB_HEAD_BYTES = 6;

/** Reader of one direction's header blocks. They form one zlib stream, so callers pass all of them in order. */
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

/** Writer of one direction's header blocks. */
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

/** Returns the initial history of a zlib stream, named by its header (RFC 1950). Throws SpdyError for another dictionary. */
function historyOf(block: Uint8Array): Uint8Array {
  const [method = 0, flags = 0] = block;
  const isZlibHead = block.length >= ZLIB_HEAD_BYTES && (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
  if (!isZlibHead || (flags & 0x20) === 0 || uint32At(block, 2) !== DICTIONARY_ID)
    throw new SpdyError('header blocks are not compressed as SPDY/3 is');
  return headerDictionary();
}

function lastOf(history: Uint8Array, plain: Uint8Array): Uint8Array {
  return concat(history, plain).slice(-WINDOW_BYTES);
}
