import { BLOCK_BYTES, checksumOf, type TarEntry, type TarKind } from './entry.ts';
import { NO_EXTENSION, paxRecords, type TarExtension, withExtension } from './extension.ts';

/** Decoded part: a member, content bytes of the last member, or an invalid header block. */
export type TarPart =
  | { readonly type: 'entry'; readonly entry: TarEntry }
  | { readonly type: 'data'; readonly bytes: string }
  | { readonly type: 'garbage' };

/** End state of an archive: complete, empty, one zero block instead of two, truncated inside a block or content, or without end blocks. */
export type TarEnd = 'complete' | 'empty' | 'lone-zero-block' | 'truncated' | 'unended';

const KINDS: Readonly<Record<string, TarKind>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hard-link',
  '2': 'link',
  '3': 'device',
  '5': 'folder',
  '7': 'file',
};
const ZEROS = '\0'.repeat(BLOCK_BYTES);

/** Reads an archive in pieces of any length: the old format, ustar, GNU's with long names, and POSIX' with extended headers. */
export class TarDecoder {
  #rest = '';
  /** Bytes of content and padding not yet read. */
  #content = 0;
  #padding = 0;
  #zeroBlocks = 0;
  #blocks = 0;
  #bytes = 0;
  #extension: TarExtension = NO_EXTENSION;
  /** Type of the current extension header. */
  #extending = '';
  #text = '';

  /** Yields the parts decoded from more bytes. */
  *push(bytes: string): Generator<TarPart> {
    this.#rest += bytes;
    this.#bytes += bytes.length;
    while (this.#zeroBlocks < 2) {
      if (this.#content > 0) {
        if (this.#rest === '') return;
        yield* this.#takeContent();
      } else if (this.#padding > 0) {
        if (this.#rest === '') return;
        this.#padding -= this.#take(this.#padding).length;
      } else {
        if (this.#rest.length < BLOCK_BYTES) return;
        yield* this.#takeHeader();
      }
    }
    this.#rest = '';
  }

  /** End state at end of input. */
  finish(): TarEnd {
    if (this.#zeroBlocks >= 2) return 'complete';
    if (this.#bytes === 0) return 'empty';
    if (this.#zeroBlocks === 1) return 'lone-zero-block';
    return this.isInContent || this.isInBlock ? 'truncated' : 'unended';
  }

  /** Returns whether content or padding of a member is incomplete. */
  get isInContent(): boolean {
    return this.#content > 0 || this.#padding > 0;
  }

  /** Returns whether a header is incomplete. */
  get isInBlock(): boolean {
    return this.#zeroBlocks < 2 && this.#rest !== '';
  }

  /** Whole blocks read so far. */
  get blocks(): number {
    return this.#blocks;
  }

  #take(bytesMax: number): string {
    const bytes = this.#rest.slice(0, bytesMax);
    this.#rest = this.#rest.slice(bytes.length);
    return bytes;
  }

  *#takeContent(): Generator<TarPart> {
    const bytes = this.#take(this.#content);
    this.#content -= bytes.length;
    if (this.#extending === '') yield { type: 'data', bytes };
    else this.#text += bytes;
    if (this.#content === 0 && this.#extending !== '') this.#extended();
  }

  *#takeHeader(): Generator<TarPart> {
    const header = this.#take(BLOCK_BYTES);
    this.#blocks += 1;
    this.#zeroBlocks = header === ZEROS ? this.#zeroBlocks + 1 : 0;
    if (header === ZEROS) return;
    if (octal(header, 148, 8) !== checksumOf(header)) {
      yield { type: 'garbage' };
      return;
    }
    const entry = entryOf(header);
    const type = header[156] ?? '';
    this.#extending = 'LKxg'.includes(type) ? type : '';
    if (this.#extending !== '') return this.#expect(entry.size);
    const whole = withExtension(entry, this.#extension);
    this.#extension = NO_EXTENSION;
    this.#expect(whole.size);
    yield { type: 'entry', entry: whole };
  }

  #expect(size: number): void {
    this.#content = size;
    this.#padding = (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
    this.#blocks += Math.ceil(size / BLOCK_BYTES);
  }

  #extended(): void {
    const text = this.#text;
    this.#text = '';
    // Global headers ('g') are comments in practice: a commit id.
    if (this.#extending === 'L') this.#extension = { ...this.#extension, path: untilZero(text) };
    else if (this.#extending === 'K') this.#extension = { ...this.#extension, linkpath: untilZero(text) };
    else if (this.#extending === 'x') this.#extension = { ...this.#extension, ...paxRecords(text) };
    this.#extending = '';
  }
}

function entryOf(header: string): TarEntry {
  const isPosix = header.slice(257, 263) === 'ustar\0';
  const prefix = isPosix ? untilZero(header.slice(345, 500)) : '';
  const name = untilZero(header.slice(0, 100));
  const path = prefix === '' ? name : `${prefix}/${name}`;
  const kind = KINDS[header[156] ?? ''] ?? 'other';
  return {
    path,
    // Pre-POSIX archives mark folders by a trailing slash.
    kind: kind === 'file' && path.endsWith('/') ? 'folder' : kind,
    mode: octal(header, 100, 8) & 0o7777,
    uid: octal(header, 108, 8),
    gid: octal(header, 116, 8),
    user: untilZero(header.slice(265, 297)),
    group: untilZero(header.slice(297, 329)),
    size: kind === 'file' || 'LKxg'.includes(header[156] ?? '') ? octal(header, 124, 12) : 0,
    modifiedAt: octal(header, 136, 12),
    target: untilZero(header.slice(157, 257)),
  };
}

function octal(header: string, at: number, bytes: number): number {
  const field = header.slice(at, at + bytes);
  if (field.charCodeAt(0) & 0x80) return [...field.slice(1)].reduce((sum, char) => sum * 256 + char.charCodeAt(0), 0);
  return Number.parseInt(/[0-7]+/.exec(field)?.[0] ?? '0', 8);
}

function untilZero(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
