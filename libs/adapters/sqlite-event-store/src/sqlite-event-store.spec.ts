import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventStoreContract, podKey, storedEvent } from '@klockwork/event-store/testing';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { temporaryLogs } from './testing/temporary-folder.ts';

const freshPath = temporaryLogs();

eventStoreContract('SqliteEventStore', () => SqliteEventStore.open({ path: freshPath() }));

describe('an event log in a file', () => {
  test('a log is unchanged after it was closed and reopened', async () => {
    const path = freshPath();
    const first = await SqliteEventStore.open({ path });
    await first.append([storedEvent(1), storedEvent(2)]);
    await first.saveCheckpoint('log-relay', 2);
    await first.close();
    const second = await SqliteEventStore.open({ path });
    expect(await second.readAfter({ after: 0, limit: 10 })).toEqual([storedEvent(1), storedEvent(2)]);
    expect(await second.checkpoint('log-relay')).toBe(2);
    await second.close();
  });

  test('a log uses a write-ahead log', async () => {
    const path = freshPath();
    await (await SqliteEventStore.open({ path })).close();
    const database = new Database(path, { readonly: true });
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    database.close();
  });

  test('a second open in the same process is refused', async () => {
    const path = freshPath();
    const store = await SqliteEventStore.open({ path });
    await expect(SqliteEventStore.open({ path })).rejects.toMatchObject({
      code: 'in-use',
      message: `the event log ${path} is in use by another process: stop it, or choose another data folder`,
    });
    await store.append([storedEvent(1)]);
    await store.close();
  });

  test('a log of a newer version is refused', async () => {
    const path = freshPath();
    const database = new Database(path);
    database.pragma('user_version = 99');
    database.close();
    await expect(SqliteEventStore.open({ path })).rejects.toMatchObject({
      code: 'newer-version',
      message: `the event log ${path} was written by a newer version: use that version, or another data folder`,
    });
  });

  test('a foreign file, and a missing folder, are refused in one line', async () => {
    const path = freshPath();
    writeFileSync(path, 'not a database, though it is long enough to be one'.repeat(100));
    await expect(SqliteEventStore.open({ path })).rejects.toThrow(
      `the event log ${path} is damaged: file is not a database; "npx klockwork verify" shows what can be saved, and "npx klockwork repair" goes on from there`,
    );
    const nowhere = join(dirname(path), 'nowhere', 'events.db');
    await expect(SqliteEventStore.open({ path: nowhere })).rejects.toMatchObject({
      code: 'unusable',
      message: `cannot open the event log ${nowhere}: Cannot open database because the directory does not exist`,
    });
  });

  test('the history of one object is read from the index of its kind alone', async () => {
    const path = freshPath();
    await (await SqliteEventStore.open({ path })).close();
    const database = new Database(path);
    const plan = database
      .prepare<[], { detail: string }>(
        `EXPLAIN QUERY PLAN SELECT revision, kept_before, at, namespace, name, entry_check FROM events INDEXED BY events_by_kind
         WHERE api_group = '' AND resource = 'pods' AND revision > 5 ORDER BY revision`,
      )
      .all();
    database.close();
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH events USING COVERING INDEX events_by_kind (api_group=? AND resource=? AND revision>?)',
    ]);
  });
});

describe('the process that writes the log', () => {
  test('a process with the log excludes others, and its death leaves no lock behind', async () => {
    const path = freshPath();
    const writer = spawnWriter(path);
    await writer.opened;
    await expect(SqliteEventStore.open({ path })).rejects.toMatchObject({ code: 'in-use' });
    await writer.kill();
    const store = await SqliteEventStore.open({ path });
    await store.close();
  });

  test('repeated kills at random moments lose no acknowledged revision, and no revision is reused', {
    timeout: 120_000,
  }, async () => {
    const path = freshPath();
    let acknowledged = 0;
    for (let round = 1; round <= 4; round++) {
      const writer = spawnWriter(path);
      await writer.acknowledged(acknowledged + 100 * round);
      acknowledged = await writer.kill();
      const store = await SqliteEventStore.open({ path });
      const events = await store.readAfter({ after: 0, limit: 1_000_000 });
      expect(events.map(({ revision }) => revision)).toEqual(Array.from(events, (_, index) => index + 1));
      expect(events.length).toBeGreaterThanOrEqual(acknowledged);
      await store.append([storedEvent(events.length + 1, { key: podKey(`round-${round}`) })]);
      await store.close();
    }
  });
});

function spawnWriter(path: string) {
  const script = fileURLToPath(new URL('./testing/writer-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@klockwork/source', script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Writer(child);
}

/** Writer process from its parent's view. */
class Writer {
  readonly #child: ChildProcess;
  #newest = 0;
  #onLine = () => {};
  readonly opened: Promise<unknown>;

  constructor(child: ChildProcess) {
    this.#child = child;
    const lines = createInterface({ input: child.stdout! });
    this.opened = once(lines, 'line');
    lines.on('line', (line) => {
      if (line !== 'open') this.#newest = Number(line);
      this.#onLine();
    });
  }

  /** Resolves after an acknowledgement of this revision or a later one. */
  acknowledged(revision: number): Promise<void> {
    return new Promise((resolve) => {
      this.#onLine = () => {
        if (this.#newest >= revision) resolve();
      };
    });
  }

  /** Kills without warning; resolves with the newest acknowledged revision. */
  async kill(): Promise<number> {
    this.#child.kill('SIGKILL');
    await once(this.#child, 'close');
    return this.#newest;
  }
}

test('each call ends in its own turn, so no hold is necessary', async () => {
  const store = await SqliteEventStore.open({ path: freshPath() });
  const snapshot = { revision: 1, at: 1_000, kinds: { '/pods': 1 }, entries: [] };
  const calls: Record<string, () => Promise<unknown>> = {
    append: () => store.append([storedEvent(1), storedEvent(2)]),
    head: () => store.head(),
    readAfter: () => store.readAfter({ after: 0, limit: 10 }),
    saveSnapshot: () => store.saveSnapshot(snapshot),
    loadSnapshot: () => store.loadSnapshot(),
    saveCheckpoint: () => store.saveCheckpoint('log-relay', 2),
    checkpoint: () => store.checkpoint('log-relay'),
    prune: () => store.prune([{ group: '', resource: 'pods', before: 5_000 }]),
    prunedThrough: () => store.prunedThrough(),
  };
  const over: string[] = [];
  for (const [name, call] of Object.entries(calls)) {
    void call().then(() => over.push(name));
    await new Promise(setImmediate);
    expect(over.at(-1)).toBe(name);
  }
  await store.close();
});
