import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AppendRefusedError, NO_SPACE, type StoredEvent } from '@klockwork/event-store';
import { podKey, storedEvent } from '@klockwork/event-store/testing';
import { afterAll, expect, test } from 'vitest';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { temporaryLogs } from './testing/temporary-folder.ts';

const freshPath = temporaryLogs();
const DISK_MIB = 2;
const mounted: string[] = [];

afterAll(() => {
  for (const folder of mounted) {
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Mounts a small disk; undefined without the permission to mount. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-small-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', folder]);
  if (status === 0) mounted.push(folder);
  else rmSync(folder, { recursive: true });
  return status === 0 ? folder : undefined;
}

function largeEvent(revision: number): StoredEvent {
  return storedEvent(revision, { key: podKey(`large-${revision}`), objectJson: JSON.stringify({ text: 'x'.repeat(50_000) }) });
}

/** Appends until a rejection; returns the newest stored revision. */
async function fill(store: SqliteEventStore, after: number): Promise<number> {
  for (let revision = after; ; revision++) {
    try {
      await store.append([largeEvent(revision + 1), largeEvent(revision + 2)]);
      revision += 1;
    } catch (error) {
      expect(error).toEqual(new AppendRefusedError(NO_SPACE));
      return revision;
    }
  }
}

const disk = smallDisk();
if (disk === undefined) console.warn('SKIPPED: no tmpfs may be mounted here, so no disk can be filled');

test.skipIf(disk === undefined)(
  'a log on a full disk rejects whole appends, serves reads, and accepts appends once space is free',
  async () => {
    const folder = disk as string;
    writeFileSync(join(folder, 'filling'), Buffer.alloc(512 * 1_024));
    const path = join(folder, 'events.db');
    const store = await SqliteEventStore.open({ path });
    const taken = await fill(store, 0);
    const again = await fill(store, taken);
    expect([await store.head(), again]).toEqual([{ revision: taken, at: 1_000 * taken }, taken]);
    expect(await store.readAfter({ after: taken - 1, limit: 10 })).toEqual([largeEvent(taken)]);
    expect(await store.readAfter({ after: taken - 1, limit: 10, kind: { group: '', resource: 'pods' } })).toEqual([largeEvent(taken)]);
    rmSync(join(folder, 'filling'));
    await store.append([largeEvent(taken + 1), largeEvent(taken + 2)]);
    await store.close();
    const reopened = await SqliteEventStore.open({ path });
    expect(reopened.notices).toEqual([]);
    expect((await reopened.readAfter({ after: 0, limit: 1_000 })).map(({ revision }) => revision)).toEqual(
      Array.from({ length: taken + 2 }, (_, index) => index + 1),
    );
    await reopened.close();
  },
);

/** Runs a writer with a file size limit of `kib`; resolves with its output lines. */
async function limitedWriter(path: string, kib: number): Promise<string[]> {
  const script = fileURLToPath(new URL('./testing/limited-writer.ts', import.meta.url));
  const command = `ulimit -f ${kib}; exec "${process.execPath}" --conditions=@klockwork/source "${script}" "${path}"`;
  const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  return lines;
}

test('after a disk error the log is reread: an append is stored or rejected, and the next one follows', async () => {
  const path = freshPath();
  const lines = await limitedWriter(path, 1_024);
  const acknowledged = lines.filter((line) => /^\d+$/.test(line)).map(Number);
  const refused = lines.filter((line) => !/^\d+$/.test(line));
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused)).toEqual(new Set(['the event log cannot be written: disk I/O error']));
  const store = await SqliteEventStore.open({ path });
  expect(store.notices).toEqual([]);
  expect((await store.readAfter({ after: 0, limit: 1_000 })).map(({ revision }) => revision)).toEqual(acknowledged);
  await store.close();
});
