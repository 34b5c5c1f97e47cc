import { closeSync, constants, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import type { Revision } from '@klockwork/event-store';
import { type Checksum, checksumOf } from './checksum.ts';
import type { RunRow } from './schema.ts';

/** Newest event that was acknowledged, and the newest runs, by which a copy of the log that went on differently is known. */
export interface KnownHead {
  readonly revision: Revision;
  readonly checksum: Checksum;
  readonly runs: readonly KnownRun[];
}

/** A run as the head file names it. */
export type KnownRun = Pick<RunRow, 'first' | 'checksum'>;

/** All records have this length, so that one takes the place of the last in a single write. */
const BYTES = 480;

/**
 * A small file beside the log that names the newest acknowledged event: a log that ends before it has lost its tail. It is written after
 * each commit and not synced: after a loss of power it may be behind the log, and is never ahead of it.
 */
export class HeadFile {
  readonly #path: string;
  #file: number | undefined;

  constructor(logPath: string) {
    this.#path = headPath(logPath);
  }

  /** Undefined when there is no file; `unreadable` when it does not hold what was written. */
  read(): KnownHead | 'unreadable' | undefined {
    try {
      return parse(readFileSync(this.#path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /**
   * Replaces the record. A write that fails is tried again with the next commit: the event is durable without it, and only a loss of the tail
   * in between would go unnoticed.
   */
  write(known: KnownHead): void {
    try {
      this.#file ??= openSync(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
      writeSync(this.#file, recordOf(known), 0, 'utf8');
    } catch {
      this.close();
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  remove(): void {
    this.close();
    rmSync(this.#path, { force: true });
  }
}

/** Names the head of a log that was made anew. */
export function saveHead(logPath: string, known: KnownHead): void {
  const file = new HeadFile(logPath);
  if (known.revision === 0) file.remove();
  else file.write(known);
  file.close();
}

/** Where the head of a log is kept. */
export function headPath(logPath: string): string {
  return `${logPath}-head`;
}

function recordOf({ revision, checksum, runs }: KnownHead): string {
  const known = { revision, checksum, runs: runs.map(({ first, checksum: of }) => [first, of]) };
  return `${JSON.stringify({ ...known, check: checkOf(known) }).padEnd(BYTES - 1)}\n`;
}

function parse(text: string): KnownHead | 'unreadable' {
  try {
    const { check, ...known } = JSON.parse(text) as { revision: Revision; checksum: Checksum; runs: [number, string][]; check: string };
    if (check !== checkOf(known)) return 'unreadable';
    return { ...known, runs: known.runs.map(([first, checksum]) => ({ first, checksum })) };
  } catch {
    // Not JSON, or none of ours: something else wrote to it.
    return 'unreadable';
  }
}

function checkOf(known: object): Checksum {
  return checksumOf('head', JSON.stringify(known));
}
