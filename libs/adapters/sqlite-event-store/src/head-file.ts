import { closeSync, constants, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import type { Revision } from '@klockwork/event-store';
import { type Checksum, checksumOf } from './checksum.ts';
import type { RunRow } from './schema.ts';

/** Newest acknowledged event, and newest runs, which identify diverged copies of the log. */
export interface KnownHead {
  readonly revision: Revision;
  readonly checksum: Checksum;
  readonly runs: readonly KnownRun[];
}

/** Run in the head file. */
export type KnownRun = Pick<RunRow, 'first' | 'checksum'>;

/** Number of runs in the head file. */
export const RUNS_KNOWN = 4;
/** Fixed record length: one write replaces the previous record. */
const BYTES = 480;

/**
 * File beside the log with the newest acknowledged event: a log that ends earlier lost its tail. Each commit writes the file afterwards,
 * without a sync. After a power loss it may lag behind the log, but never leads.
 */
export class HeadFile {
  readonly #path: string;
  #file: number | undefined;

  constructor(logPath: string) {
    this.#path = headPath(logPath);
  }

  /** Returns undefined without a file, and `unreadable` for invalid content. */
  read(): KnownHead | 'unreadable' | undefined {
    try {
      return parse(readFileSync(this.#path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /**
   * Replaces the record. The next commit retries a failed write: the event is durable anyway, and only a simultaneous loss of the tail
   * would go unnoticed.
   */
  write(head: KnownHead): void {
    try {
      this.#file ??= openSync(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
      writeSync(this.#file, recordOf(head), 0, 'utf8');
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

/** Writes the head of a rebuilt log. */
export function saveHead(logPath: string, head: KnownHead): void {
  const file = new HeadFile(logPath);
  if (head.revision === 0) file.remove();
  else file.write(head);
  file.close();
}

/** Returns the path of the head file. */
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
    // Invalid JSON or foreign content: another program wrote the file.
    return 'unreadable';
  }
}

function checkOf(known: object): Checksum {
  return checksumOf('head', JSON.stringify(known));
}
