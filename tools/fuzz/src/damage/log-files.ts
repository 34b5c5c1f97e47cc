import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The files of a log: itself, its write-ahead log, and the one that names its head. */
const SUFFIXES = ['', '-wal', '-head'] as const;

/** Suffix of a log's file. */
export type Suffix = (typeof SUFFIXES)[number];

/** Bytes of a log's files at one moment, without files that do not exist. */
export type LogFiles = ReadonlyMap<Suffix, Buffer>;

/** Reads the files of the log at `path`. */
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
