import { AppendRefusedError, DamagedLogError, type Revision, type SnapshotEntry, WriterConflictError } from '@klockwork/event-store';
import { EventStoreOpenError } from './event-store-open-error.ts';
import type { SqliteEventStore } from './sqlite-event-store.ts';

/** What the thread of a log does when it is asked: what a SqliteEventStore does, and to open the file, which comes first. */
export type ThreadMethods = Omit<SqliteEventStore, 'append' | 'notices'> & {
  /** Returns the notices of the log. */
  open(path: string): Promise<readonly string[]>;
};

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
export type Failure =
  | { readonly type: 'open'; readonly message: string; readonly code: EventStoreOpenError['code'] }
  | { readonly type: 'damaged'; readonly message: string; readonly revision: Revision | undefined }
  | { readonly type: 'refused' | 'conflict' | 'other'; readonly message: string };

/** What travels of an error. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof EventStoreOpenError) return { type: 'open', message, code: error.code };
  if (error instanceof DamagedLogError) return { type: 'damaged', message, revision: error.revision };
  if (error instanceof AppendRefusedError) return { type: 'refused', message };
  return { type: error instanceof WriterConflictError ? 'conflict' : 'other', message };
}

/** The error that a failure tells of. */
export function errorOf(failure: Failure): Error {
  switch (failure.type) {
    case 'open':
      return new EventStoreOpenError(failure.code, failure.message);
    case 'damaged':
      return new DamagedLogError(failure.message, failure.revision);
    case 'refused':
      return new AppendRefusedError(failure.message);
    case 'conflict':
      return new WriterConflictError(failure.message);
    case 'other':
      return new Error(failure.message);
  }
}

/** A snapshot is kept as the revisions of what it holds: its texts need not go over. */
export function withoutText({ key, revision }: SnapshotEntry): SnapshotEntry {
  return { key, revision, objectJson: '' };
}
