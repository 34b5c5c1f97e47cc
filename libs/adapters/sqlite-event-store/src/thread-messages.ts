import { type SnapshotEntry, WriterConflictError } from '@klockwork/event-store';
import { EventStoreOpenError } from './event-store-open-error.ts';
import type { SqliteEventStore } from './sqlite-event-store.ts';

/** What the thread of a log does when it is asked: what a SqliteEventStore does, and to open the file, which comes first. */
export type ThreadMethods = Omit<SqliteEventStore, 'append'> & { open(path: string): Promise<void> };

/** One of them. */
export type Method = keyof ThreadMethods;

/** A call on its way to the thread. Calls are carried out in the order in which they are made. */
export interface Call {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

/** What became of a call. */
export type Outcome = { readonly id: number } & ({ readonly done: unknown } | { readonly failed: Failure });

/** An error as it travels between threads, where classes are lost. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: EventStoreOpenError['code'];
}

/** What travels of an error. */
export function failureOf(error: unknown): Failure {
  if (error instanceof EventStoreOpenError) return { name: error.name, message: error.message, code: error.code };
  return error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) };
}

/** The error that a failure tells of. */
export function errorOf({ name, message, code }: Failure): Error {
  if (code !== undefined) return new EventStoreOpenError(code, message);
  return name === 'WriterConflictError' ? new WriterConflictError(message) : new Error(message);
}

/** A snapshot is kept as the revisions of what it holds: its texts need not go over. */
export function withoutText({ key, revision }: SnapshotEntry): SnapshotEntry {
  return { key, revision, objectJson: '' };
}
