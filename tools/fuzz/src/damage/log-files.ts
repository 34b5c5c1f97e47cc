import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Files of a log: database, write-ahead log, and head file. */
const SUFFIXES = ['', '-wal', '-head'] as const;

/** Suffix of a log's file. */
export type Suffix = (typeof SUFFIXES)[number];

/** Contents of a log's files at one moment, without missing files. */
export type LogFiles = ReadonlyMap<Suffix, Buffer>;

export function readFiles(path: string): LogFiles {
  const present = SUFFIXES.filter((suffix) => existsSync(path + suffix));
  return new Map(present.map((suffix) => [suffix, readFileSync(path + suffix)]));
}

/** Has these files and no others at `path`. */
export function writeFiles(path: string, files: LogFiles): void {
  mkdirSync(dirname(path), { recursive: true });
  for (const suffix of [...SUFFIXES, '-shm', '-journal', '-new']) rmSync(path + suffix, { force: true });
  for (const [suffix, bytes] of files) writeFileSync(path + suffix, bytes);
}
