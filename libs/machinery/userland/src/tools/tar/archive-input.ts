import type { Reader } from '../../process/stream.ts';
import type { Call } from '../call.ts';
import { TarDecoder, type TarEnd, type TarPart } from './decode.ts';
import type { TarEntry } from './entry.ts';
import type { Complaints } from './words.ts';

/** Receiver of a member's content. */
export interface Sink {
  write(bytes: string): Promise<void> | undefined;
  /** Content is complete. */
  close(): void;
}

/** Handler of archive members. */
export interface Receiver {
  /** Begins a member; undefined skips its content. */
  entry(entry: TarEntry): Promise<Sink | undefined>;
  /** Extractions print an extra error for a truncated file. */
  readonly writes: boolean;
}

/** Reads to end of input, beyond the archive's end, lest a writer get EPIPE. */
export async function readArchive(call: Call, reader: Reader, complaints: Complaints, receiver: Receiver): Promise<void> {
  const decoder = new TarDecoder();
  const members = new Members(call, complaints, receiver);
  for await (const bytes of call.chunks(reader)) for (const part of decoder.push(bytes)) await members.take(part);
  members.close();
  await complainOfEnd(call, decoder, complaints, receiver);
}

class Members {
  readonly #call: Call;
  readonly #complaints: Complaints;
  readonly #receiver: Receiver;
  #sink: Sink | undefined;
  #left = 0;
  #isAfterGarbage = false;
  #count = 0;

  constructor(call: Call, complaints: Complaints, receiver: Receiver) {
    this.#call = call;
    this.#complaints = complaints;
    this.#receiver = receiver;
  }

  async take(part: TarPart): Promise<void> {
    if (part.type === 'garbage') return this.#skip();
    if (part.type === 'entry') return this.#begin(part.entry);
    await this.#sink?.write(part.bytes);
    this.#left -= part.bytes.length;
    if (this.#left === 0) this.close();
  }

  close(): void {
    this.#sink?.close();
    this.#sink = undefined;
  }

  async #begin(entry: TarEntry): Promise<void> {
    this.#isAfterGarbage = false;
    this.#count += 1;
    this.#sink = await this.#receiver.entry(entry);
    this.#left = entry.size;
    if (entry.size === 0) this.close();
  }

  /** GNU skips to the next header, BusyBox aborts. */
  async #skip(): Promise<void> {
    const { words } = this.#complaints;
    if (this.#call.isBusybox) return this.#complaints.stop(words.notAnArchive);
    if (this.#isAfterGarbage) return;
    this.#isAfterGarbage = true;
    if (this.#count === 0) await this.#complaints.remark(words.notAnArchive);
    await this.#complaints.fail('Skipping to next header');
  }
}

async function complainOfEnd(call: Call, decoder: TarDecoder, complaints: Complaints, receiver: Receiver): Promise<void> {
  const end: TarEnd = decoder.finish();
  const { words } = complaints;
  if (call.isBusybox) {
    if (end === 'empty' || end === 'truncated' || decoder.isInBlock) await complaints.stop(words.truncated);
    return;
  }
  if (end === 'lone-zero-block') await complaints.remark(`A lone zero block at ${decoder.blocks}`);
  if (end === 'empty' || (end === 'truncated' && decoder.blocks === 0)) await complaints.fail(words.notAnArchive);
  if (!decoder.isInContent) return;
  if (receiver.writes) await complaints.fail(words.truncated);
  await complaints.stop(words.truncated);
}
