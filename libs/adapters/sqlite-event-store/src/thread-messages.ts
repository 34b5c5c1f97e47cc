import { AppendRefusedError, DamagedLogError, type Revision, type SnapshotEntry, WriterConflictError } from '@klockwork/event-store';
import { EventStoreOpenError } from './event-store-open-error.ts';
import type { SqliteEventStore } from './sqlite-event-store.ts';

/** Methods of the log's thread: those of SqliteEventStore, and `open`, which must be the first. */
export type ThreadMethods = Omit<SqliteEventStore, 'append' | 'notices'> & {
  /** Returns the notices of the log. */
  open(path: string): Promise<readonly string[]>;
};

export type Method = keyof ThreadMethods;

/** Call to the thread. Calls are executed in order. */
export interface Call {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export type Outcome = { readonly id: number } & ({ readonly done: unknown } | { readonly failed: Failure });

/** Error in a form that survives the way between threads, which drops classes. */
export type Failure =
  | { readonly type: 'open'; readonly message: string; readonly code: EventStoreOpenError['code'] }
  | { readonly type: 'damaged'; readonly message: string; readonly revision: Revision | undefined }
  | { readonly type: 'refused' | 'conflict' | 'other'; readonly message: string };

/** Returns the transferable form of an error. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof EventStoreOpenError) return { type: 'open', message, code: error.code };
  if (error instanceof DamagedLogError) return { type: 'damaged', message, revision: error.revision };
  if (error instanceof AppendRefusedError) return { type: 'refused', message };
  return { type: error instanceof WriterConflictError ? 'conflict' : 'other', message };
}

/** Returns the error of a transferred failure. */
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

/** Drops the text: a snapshot stores revisions only. */
export function withoutText({ key, revision }: SnapshotEntry): SnapshotEntry {
  return { key, revision, objectJson: '' };
}
