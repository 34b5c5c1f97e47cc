import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { StoredEvent } from '@klockwork/event-store';
import { removeLeftovers } from '@klockwork/host';
import { Zip, ZipPassThrough } from 'fflate';
import { exportLine } from '../commands/export.ts';
import type { TapeFrame, TapeManifest } from './tape-format.ts';
import { compress } from './zstd.ts';

/** A frame ends at so many events, or characters. */
const FRAME_EVENTS = 20_000;
const FRAME_CHARS = 24 * 1024 * 1024;

type Part = 'events' | 'snapshots';

/** Writes a tape to a temporary file beside `path`, which receives the name at the end. A killed writer's file is removed by the next one. */
export class TapeWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: number;
  readonly #zip: Zip;
  readonly #frames: TapeFrame[] = [];
  #failure: Error | undefined;
  #part: Part = 'snapshots';
  #lines: string[] = [];
  #chars = 0;
  #first: StoredEvent | undefined;
  #last: StoredEvent | undefined;

  constructor(path: string) {
    this.#path = path;
    const prefix = `.${basename(path)}.`;
    removeLeftovers(dirname(path), prefix);
    this.#temporary = join(dirname(path), `${prefix}${process.pid}`);
    this.#file = openSync(this.#temporary, 'w', 0o600);
    this.#zip = new Zip((error, bytes) => {
      this.#failure ??= error ?? undefined;
      this.#write(bytes);
    });
  }

  /** Adds an event to the frames of a part; all of `snapshots` come first. */
  add(part: Part, event: StoredEvent): void {
    if (part !== this.#part) this.#endFrame();
    this.#part = part;
    const line = exportLine(event);
    this.#first ??= event;
    this.#last = event;
    this.#lines.push(line);
    this.#chars += line.length;
    if (this.#lines.length === FRAME_EVENTS || this.#chars >= FRAME_CHARS) this.#endFrame();
  }

  /** Writes index and manifest, and gives the file its name. Throws EEXIST for a name in use. */
  finish(manifestOf: (indexSha256: string) => TapeManifest): readonly TapeFrame[] {
    this.#endFrame();
    const index = `${JSON.stringify({ frames: this.#frames }, undefined, 2)}\n`;
    this.#addFile('index.json', Buffer.from(index));
    this.#addFile('manifest.json', Buffer.from(`${JSON.stringify(manifestOf(sha256(Buffer.from(index))), undefined, 2)}\n`));
    this.#zip.end();
    if (this.#failure !== undefined) throw this.#failure;
    fsyncSync(this.#file);
    linkSync(this.#temporary, this.#path);
    return this.#frames;
  }

  /** Closes and removes the temporary file. */
  close(): void {
    closeSync(this.#file);
    rmSync(this.#temporary, { force: true });
  }

  #endFrame(): void {
    const [first, last] = [this.#first, this.#last];
    if (first === undefined || last === undefined) return;
    const text = `${this.#lines.join('\n')}\n`;
    const bytes = compress(text);
    const number = this.#frames.filter(({ name }) => name.startsWith(this.#part)).length + 1;
    const name = `${this.#part}/${String(number).padStart(6, '0')}.ndjson.zst`;
    this.#frames.push({
      ...{ name, events: this.#lines.length, firstRevision: first.revision, lastRevision: last.revision },
      ...{ firstAt: first.at, lastAt: last.at, bytes: bytes.length, contentBytes: Buffer.byteLength(text), sha256: sha256(bytes) },
    });
    this.#addFile(name, bytes);
    this.#lines = [];
    this.#chars = 0;
    this.#first = undefined;
  }

  /** Members are stored, not deflated: frames are compressed already. */
  #addFile(name: string, bytes: Uint8Array): void {
    const file = new ZipPassThrough(name);
    this.#zip.add(file);
    file.push(bytes, true);
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
