import type { Call } from '../call.ts';
import { encodeHeader, endOfArchive, padding, type TarStyle } from './encode.ts';
import type { TarEntry } from './entry.ts';

/** Archive writer: members are written while read, with backpressure. */
export class ArchiveOutput {
  readonly #call: Call;
  readonly #write: (bytes: string) => Promise<void> | undefined;
  #written = 0;

  constructor(call: Call, write: (bytes: string) => Promise<void> | undefined) {
    this.#call = call;
    this.#write = write;
  }

  /** Writes a header and exactly its declared size; zeros replace bytes of a file truncated meanwhile. */
  async add(entry: TarEntry): Promise<void> {
    await this.#put(encodeHeader(entry, this.#style));
  }

  async content(path: string, size: number): Promise<void> {
    const reader = this.#call.open(path);
    let left = size;
    for (let bytes = await reader.read(left); bytes !== '' && left > 0; bytes = left > 0 ? await reader.read(left) : '') {
      left -= bytes.length;
      await this.#put(bytes);
      await this.#call.spend();
    }
    reader.close();
    await this.#put('\0'.repeat(left) + padding(size));
  }

  async end(): Promise<void> {
    await this.#put(endOfArchive(this.#written, this.#style));
  }

  get #style(): TarStyle {
    return this.#call.flavour;
  }

  async #put(bytes: string): Promise<void> {
    this.#written += bytes.length;
    if (bytes !== '') await this.#write(bytes);
  }
}
