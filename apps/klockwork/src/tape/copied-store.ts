import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Revision, StoredEvent } from '@klockwork/event-store';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';

const PAGE = 1_000;

/** Runs `work` in a new temporary folder, removed afterwards. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-tape-'));
  try {
    return await work(folder);
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
