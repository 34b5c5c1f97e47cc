import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { printable } from '../output/printable.ts';

/** Searched bytes at the end of a log. */
const TAIL_BYTES = 16_384;
const CHARACTERS_MAX = 300;
/** Lines of Node.js around an uncaught error: source position, stack frame, error field, version. */
const AROUND_ERROR = /^(\s|file:|node:|\/|[{}\]]|Node\.js v)/;

/**
 * Returns the last error in a service's log from the byte `from` on: the message of a log line of level error or fatal, or the first line of
 * an uncaught error. Undefined when there is none, or the log cannot be read. Control characters are escaped.
 */
export function lastError(logFile: string, from: number): string | undefined {
  const lines = tailOf(logFile, from).split('\n').reverse();
  for (const line of lines) {
    const error = line.startsWith('{"level"') ? loggedError(line) : uncaughtError(line);
    if (error !== undefined) return printable(error).slice(0, CHARACTERS_MAX);
  }
  return undefined;
}

/** Returns a log's size in bytes; 0 for an unreadable file. */
export function logSize(logFile: string): number {
  return reading(logFile, (descriptor) => fstatSync(descriptor).size) ?? 0;
}

function tailOf(logFile: string, from: number): string {
  const tail = reading(logFile, (descriptor) => {
    const { size } = fstatSync(descriptor);
    const start = Math.max(from, size - TAIL_BYTES);
    const bytes = Buffer.alloc(Math.max(0, size - start));
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, start));
  });
  return tail ?? '';
}

function reading<T>(file: string, read: (descriptor: number) => T): T | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    return read(descriptor);
  } catch {
    // Returns no error for a log that is missing or on a broken disk.
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function loggedError(line: string): string | undefined {
  try {
    const { level, msg, error, err } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (level !== 'error' && level !== 'fatal') return undefined;
    const detail = error ?? err;
    return typeof detail === 'string' ? `${msg}: ${detail}` : String(msg);
  } catch {
    // Incomplete last line.
    return undefined;
  }
}

function uncaughtError(line: string): string | undefined {
  return line === '' || AROUND_ERROR.test(line) ? undefined : line;
}
