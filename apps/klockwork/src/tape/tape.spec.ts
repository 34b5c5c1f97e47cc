import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '@klockwork/event-store';
import { podKey, storedEvent } from '@klockwork/event-store/testing';
import { SeededRandom } from '@klockwork/kernel';
import { importLog, SqliteEventStore } from '@klockwork/sqlite-event-store';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { LabFolder } from '../launcher/lab-folder.ts';
import { readAll } from './copied-store.ts';
import { exportTape } from './export-tape.ts';
import { fillOpenedLab } from './opened-lab.ts';
import { Tape } from './tape-reader.ts';
import { compress } from './zstd.ts';

const root = mkdtempSync(join(tmpdir(), 'klockwork-tape-spec-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const fresh = (suffix: string) => join(root, `${++count}${suffix}`);

async function logOf(events: readonly StoredEvent[]): Promise<string> {
  const path = fresh('.db');
  const store = await SqliteEventStore.open({ path });
  await store.append(events);
  await store.close();
  return path;
}

async function exported(events: readonly StoredEvent[], said: { revision?: number; redacts?: boolean } = {}): Promise<string> {
  const [path, file] = [await logOf(events), fresh('.tape')];
  const source = { path, from: { revision: said.revision ?? 0 }, state: undefined, redacts: said.redacts ?? false };
  await exportTape(source, file);
  return file;
}

/** Pods that come, change and go. */
function randomEvents(seed: number, length: number): StoredEvent[] {
  const random = new SeededRandom(seed);
  const live = new Map<string, { revision: number; uid: string }>();
  return Array.from({ length }, (_, index) => {
    const revision = index + 1;
    const name = `pod-${random.integer(8)}`;
    const { revision: previousRevision, uid } = live.get(name) ?? { revision: 0, uid: `uid-${revision}` };
    const change = previousRevision === 0 ? 'created' : random.next() < 0.3 ? 'deleted' : 'updated';
    if (change === 'deleted') live.delete(name);
    else live.set(name, { revision, uid });
    const objectJson = JSON.stringify({ metadata: { name, uid }, text: 'ä"\\\n\u2028', big: 1, random: random.integer(1_000) });
    return storedEvent(revision, { key: podKey(name), uid, previousRevision, change, objectJson });
  });
}

test('an exported log is imported with the same events, whichever they are', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const events = randomEvents(seed, 60);
    const tape = Tape.open(await exported(events));
    expect([...tape.events()]).toEqual(events);
    const path = fresh('.db');
    await importLog(path, tape.events());
    const read: StoredEvent[] = [];
    await readAll(path, (event) => read.push(event));
    expect(read).toEqual(events);
  }
});

test.each([
  [undefined, 60],
  ['40', 40],
])('an opened lab notes the last revision of its tape, opened at %s', async (at, revision) => {
  const folder = new LabFolder(fresh('.lab'));
  await fillOpenedLab(folder, await exported(randomEvents(1, 60)), { at, port: 6500 });
  expect(folder.readState()).toEqual({
    ...{ profile: 'realistic', nodes: 0, port: 6500, labAt: revision * 1_000 },
    ...{ fork: { revision }, isTape: true },
  });
});

test('a tape from a later moment begins with the objects of that moment', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const events = randomEvents(seed, 60);
    const from = 1 + new SeededRandom(seed).integer(60);
    const tape = Tape.open(await exported(events, { revision: from }));
    const earlier = events.filter(({ revision }) => revision < from);
    const live = earlier.filter(
      (event) => event === earlier.findLast(({ key }) => key.name === event.key.name) && event.change !== 'deleted',
    );
    expect([...tape.events()]).toEqual([...live, ...events.filter(({ revision }) => revision >= from)]);
    expect(tape.manifest.span).toEqual({ firstRevision: from, lastRevision: 60, events: 61 - from });
    const path = fresh('.db');
    await importLog(path, tape.events());
    const store = await SqliteEventStore.open({ path });
    expect([(await store.head()).revision, store.notices]).toEqual([60, []]);
    await store.close();
  }
});

/** Replaces members of a tape; the index stays. */
function changed(file: string, change: (members: Record<string, Uint8Array>) => void): string {
  const members = unzipSync(readFileSync(file));
  change(members);
  const path = fresh('.tape');
  writeFileSync(path, zipSync(members, { level: 0 }));
  return path;
}

test('a damaged frame is named, and the events of the others are read', async () => {
  const whole = await exported(randomEvents(3, 60), { revision: 30 });
  const file = changed(whole, (members) => {
    const bytes = members['snapshots/000001.ndjson.zst'] as Uint8Array;
    bytes[20] = (bytes[20] ?? 0) ^ 1;
  });
  const tape = Tape.open(file);
  expect([...tape.events()].map(({ revision }) => revision)).toEqual(Array.from({ length: 31 }, (_, index) => index + 30));
  expect(tape.problems).toEqual([
    expect.stringMatching(
      /^frame snapshots\/000001\.ndjson\.zst of .*, revisions \d+ to \d+, is damaged \(not the bytes that were exported\): its events are missing$/,
    ),
  ]);
});

test('a tape without a frame names it', async () => {
  const tape = Tape.open(changed(await exported(randomEvents(1, 5)), (members) => delete members['events/000001.ndjson.zst']));
  tape.verify();
  expect(tape.problems).toEqual([expect.stringContaining('revisions 1 to 5, is damaged (missing)')]);
});

test('files that are no tape are refused in one sentence', async () => {
  const whole = await exported(randomEvents(1, 5));
  const noTape = (file: string) => `${file} is no tape, or is cut off: make one with "npx klockwork tape export"`;
  const cut = fresh('.tape');
  writeFileSync(cut, readFileSync(whole).subarray(0, -30));
  const text = fresh('.tape');
  writeFileSync(text, 'text');
  const other = changed(whole, (members) => delete members['manifest.json']);
  for (const file of [cut, text, other, '/dev/zero']) expect(() => Tape.open(file)).toThrow(noTape(file));
  expect(() => Tape.open(root)).toThrow(`${root} is a folder, not a tape: klockwork fork --of ${root} forks the lab of a data folder`);
  expect(() => Tape.open(join(root, 'none'))).toThrow(/^cannot read .*none \(ENOENT\)$/);
  const index = changed(whole, (members) => {
    members['index.json'] = strToU8('{"frames":[]}');
  });
  expect(() => Tape.open(index)).toThrow(`the index of ${index} is damaged: ask for the file again`);
});

/** Tape with a crafted index, whose checksums are right. */
async function crafted(frames: object[], members: Record<string, Uint8Array> = {}): Promise<string> {
  const { createHash } = await import('node:crypto');
  const index = JSON.stringify({ frames });
  const manifest = { format: 1, klockwork: '0', indexSha256: createHash('sha256').update(index).digest('hex') };
  const file = fresh('.tape');
  writeFileSync(
    file,
    zipSync({ ...members, 'index.json': strToU8(index), 'manifest.json': strToU8(JSON.stringify(manifest)) }, { level: 0 }),
  );
  return file;
}

test('no name of a tape becomes a path', async () => {
  const before = readdirSync(root).length;
  const evil = '../../evil.ndjson.zst';
  const file = await crafted([{ name: evil, contentBytes: 1 }], { [evil]: strToU8('x') });
  expect(() => Tape.open(file)).toThrow('is no tape');
  expect(readdirSync(root).length).toBe(before + 1);
});

test('sizes are capped: promised ones, and those of a frame that decompresses to more', async () => {
  const bomb = compress('x'.repeat(10_000_000));
  const { createHash } = await import('node:crypto');
  const name = 'events/000001.ndjson.zst';
  const frame = { name, sha256: createHash('sha256').update(bomb).digest('hex'), firstRevision: 1, lastRevision: 1 };
  const tape = Tape.open(await crafted([{ ...frame, contentBytes: 1_000 }], { [name]: bomb }));
  expect([[...tape.events()], tape.problems.length]).toEqual([[], 1]);
  const large = await crafted([{ ...frame, contentBytes: 2 ** 40 }], { [name]: bomb });
  expect(() => Tape.open(large)).toThrow(`${large} would have ${2 ** 40} bytes decompressed, over the limit of a tape`);
});

test('an export replaces no file, and leaves none after an error', async () => {
  const file = await exported(randomEvents(1, 5));
  const before = readdirSync(root).sort();
  const source = { path: await logOf(randomEvents(1, 5)), from: { revision: 0 }, state: undefined, redacts: true };
  await expect(exportTape(source, file)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readdirSync(root).filter((name) => name.startsWith('.') && !before.includes(name))).toEqual([]);
});

test('bytes of an event stay below 100 where objects repeat', async () => {
  const object = (revision: number) => ({ metadata: { name: 'a' }, text: 'of the same object '.repeat(100), revision });
  const events = Array.from({ length: 5_000 }, (_, index) =>
    storedEvent(index + 1, {
      key: podKey('a'),
      uid: 'a',
      previousRevision: index,
      change: index === 0 ? 'created' : 'updated',
      objectJson: JSON.stringify(object(index)),
    }),
  );
  const tape = Tape.open(await exported(events));
  expect(tape.bytes / events.length).toBeLessThan(100);
});
