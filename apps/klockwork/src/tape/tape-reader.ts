import { readFileSync, statSync } from 'node:fs';
import type { StoredEvent } from '@klockwork/event-store';
import { type Unzipped, unzipSync } from 'fflate';
import { exportedEvent } from '../commands/repair.ts';
import { UserError } from '../user-error.ts';
import {
  CONTENT_BYTES_MAX,
  FRAME_BYTES_MAX,
  FRAME_NAME,
  TAPE_BYTES_MAX,
  TAPE_FORMAT,
  type TapeFrame,
  type TapeManifest,
} from './tape-format.ts';
import { sha256 } from './tape-writer.ts';
import { decompress, requireZstd } from './zstd.ts';

/** A tape file in memory. Its frames are decompressed one at a time. */
export class Tape {
  readonly manifest: TapeManifest;
  readonly frames: readonly TapeFrame[];
  readonly bytes: number;
  readonly #path: string;
  readonly #members: Unzipped;
  /** Sentences about damaged frames, known after {@link events}. */
  readonly problems: string[] = [];

  /** Throws UserError for a file that is no tape, too large, or newer than this version. */
  static open(path: string): Tape {
    requireZstd();
    const members = membersOf(path);
    const manifest = jsonOf<TapeManifest>(members, 'manifest.json', path);
    if (manifest.format !== TAPE_FORMAT)
      throw new UserError(
        `${path} has format ${manifest.format}, and this version reads ${TAPE_FORMAT}: use klockwork ${manifest.klockwork}`,
      );
    if (sha256(members['index.json'] ?? new Uint8Array()) !== manifest.indexSha256)
      throw new UserError(`the index of ${path} is damaged: ask for the file again`);
    const { frames } = jsonOf<{ frames: readonly TapeFrame[] }>(members, 'index.json', path);
    requireBounds(frames, path);
    return new Tape(path, { members, manifest, frames });
  }

  private constructor(path: string, parts: { members: Unzipped; manifest: TapeManifest; frames: readonly TapeFrame[] }) {
    this.#path = path;
    this.#members = parts.members;
    this.manifest = parts.manifest;
    this.frames = parts.frames;
    this.bytes = statSync(path).size;
  }

  /** All events of sound frames, in order of revisions. */
  *events(): Generator<StoredEvent> {
    let last = 0;
    for (const frame of this.frames) {
      for (const event of this.#eventsOf(frame)) {
        // A crafted file could repeat revisions, which no log accepts.
        if (event.revision <= last) continue;
        last = event.revision;
        yield event;
      }
    }
  }

  /** Reads all frames, without keeping their events. */
  verify(): void {
    for (const frame of this.frames) this.#eventsOf(frame);
  }

  #eventsOf(frame: TapeFrame): StoredEvent[] {
    try {
      const bytes = this.#members[frame.name];
      if (bytes === undefined) throw new Error('missing');
      if (sha256(bytes) !== frame.sha256) throw new Error('not the bytes that were exported');
      const events = decompress(bytes, frame.contentBytes).trimEnd().split('\n').map(exportedEvent);
      if (events.some((event) => event === undefined)) throw new Error('not lines of events');
      return events as StoredEvent[];
    } catch (error) {
      const { name, firstRevision, lastRevision } = frame;
      this.problems.push(
        `frame ${name} of ${this.#path}, revisions ${firstRevision} to ${lastRevision}, is damaged (${(error as Error).message}): its events are missing`,
      );
      return [];
    }
  }
}

/** Reads stored members with known names: nothing is inflated, and no other name is used. */
function membersOf(path: string): Unzipped {
  let bytes: Buffer;
  try {
    const stats = statSync(path);
    if (stats.isDirectory())
      throw new UserError(`${path} is a folder, not a tape: klockwork fork --of ${path} forks the lab of a data folder`);
    // Devices and pipes have no size that the limit could bound.
    if (!stats.isFile()) throw noTape(path);
    if (stats.size > TAPE_BYTES_MAX) throw new UserError(`${path} is larger than ${TAPE_BYTES_MAX / 2 ** 30} GiB, the limit of a tape`);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return unzipSync(bytes, {
      filter: ({ name, compression, size, originalSize }) =>
        compression === 0 && size === originalSize && (FRAME_NAME.test(name) || name === 'index.json' || name === 'manifest.json'),
    });
  } catch {
    // The library reports every malformed part of an archive in words of its own.
    throw noTape(path);
  }
}

function jsonOf<T>(members: Unzipped, name: string, path: string): T {
  const bytes = Object.hasOwn(members, name) ? members[name] : undefined;
  if (bytes === undefined) throw noTape(path);
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as T;
  } catch (error) {
    if (error instanceof SyntaxError) throw noTape(path);
    throw error;
  }
}

function requireBounds(frames: readonly TapeFrame[], path: string): void {
  if (
    !Array.isArray(frames) ||
    frames.some(({ name, contentBytes }) => !FRAME_NAME.test(name) || !Number.isSafeInteger(contentBytes) || contentBytes < 0)
  )
    throw noTape(path);
  const total = frames.reduce((sum, { contentBytes }) => sum + contentBytes, 0);
  if (total > CONTENT_BYTES_MAX || frames.some(({ contentBytes }) => contentBytes > FRAME_BYTES_MAX))
    throw new UserError(`${path} would have ${total} bytes decompressed, over the limit of a tape`);
}

function noTape(path: string): UserError {
  return new UserError(`${path} is no tape, or is cut off: make one with "npx klockwork tape export"`);
}
