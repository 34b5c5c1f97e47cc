import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Revision, StoredEvent } from '@klockwork/event-store';
import { temporaryFolder } from '@klockwork/host';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';
import { UserError } from '../user-error.ts';

const PAGE = 1_000;
const NO_SPACE = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * Runs `work` in a new temporary folder, removed afterwards, or at the next start after a kill. Throws UserError for errors of the system: the
 * folder has a copy of the log.
 */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder('klockwork-tape-');
  try {
    return await work(folder);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'SQLITE_FULL' || (code !== undefined && NO_SPACE.includes(code)))
      throw new UserError(`no room for a copy of the log in ${tmpdir()} (${code}): make room there, or choose another folder with TMPDIR`);
    if (syscall !== undefined || code?.startsWith('SQLITE_IOERR'))
      throw new UserError(`cannot copy the log to ${tmpdir()} (${code}): choose another folder with TMPDIR`);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls `onEvent` for each event of the log at `path`, in order; returns the pruned revisions by kind. */
export async function readAll(path: string, onEvent: (event: StoredEvent) => void): Promise<Readonly<Record<string, Revision>>> {
  const store = await SqliteEventStore.open({ path });
  try {
    let after = 0;
    for (;;) {
      const page = await store.readAfter({ after, limit: PAGE });
      for (const event of page) onEvent(event);
      if (page.length < PAGE) return await store.prunedThrough();
      after = page.at(-1)?.revision ?? after;
    }
  } finally {
    await store.close();
  }
}
