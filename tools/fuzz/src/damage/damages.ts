import { DatabaseSync } from 'node:sqlite';
import type { Random } from '@klockwork/kernel';
import { pick } from '../chance.ts';
import { type LogFiles, readFiles, type Suffix, writeFiles } from './log-files.ts';
import type { SoundLog } from './sound-logs.ts';

/** Damaged copy of a log. */
export interface Damage {
  readonly what: string;
  readonly files: LogFiles;
  /** Later state of the log whose files were used. Its additional events are valid too. */
  readonly later?: SoundLog;
}

/** Inputs of a damage. `path` is a writable copy. */
interface DamageInput {
  readonly files: LogFiles;
  readonly base: SoundLog;
  readonly others: readonly SoundLog[];
  readonly random: Random;
  readonly path: string;
}

const PAGE_BYTES = 8_192;
const FRAME_BYTES = PAGE_BYTES + 24;

const KINDS: readonly ((input: DamageInput) => Damage)[] = [
  flipBits,
  flipBits,
  flipBits,
  spoilPage,
  spoilPage,
  truncate,
  editRow,
  editRow,
  swapFile,
  removeFile,
];

/** Damages a copy of a log in one random way. */
export function damaged(input: Omit<DamageInput, 'files'>): Damage {
  return pick(input.random, KINDS)({ ...input, files: input.base.files });
}

function flipBits({ files, random }: DamageInput): Damage {
  const [suffix, bytes] = someFile(files, random);
  const changed = Buffer.from(bytes);
  const count = 1 + random.integer(random.integer(4) === 0 ? 40 : 2);
  const places: string[] = [];
  for (let index = 0; index < count && changed.length > 0; index++) {
    const [place, bit] = [random.integer(changed.length), random.integer(8)];
    changed[place] = (changed[place] as number) ^ (1 << bit);
    places.push(`${place}.${bit}`);
  }
  return withFile(files, suffix, changed, `bits ${places.slice(0, 3).join(', ')} of "${suffix}" flipped`);
}

/** Zeros, noise, another page, or a page of another log or moment in the place of a page. */
function spoilPage({ files, others, random }: DamageInput): Damage {
  const suffix: Suffix = files.has('-wal') && random.integer(2) === 0 ? '-wal' : '';
  const bytes = Buffer.from(files.get(suffix) ?? []);
  const [start, size] = suffix === '' ? [0, PAGE_BYTES] : [32, FRAME_BYTES];
  const pages = Math.floor((bytes.length - start) / size);
  if (pages < 1) return withFile(files, suffix, bytes.subarray(0, 10), 'a file without pages cut to 10 bytes');
  const page = random.integer(pages);
  const source = [
    bytes,
    Buffer.alloc(bytes.length),
    noise(random, size),
    ...others.map((other) => atLeast(bytes.length, other.files.get(suffix))),
  ];
  const from = random.integer(source.length);
  const donor = source[from] as Buffer;
  const at = from === 2 ? 0 : start + size * (from === 0 ? random.integer(pages) : page);
  donor.copy(bytes, start + size * page, at, at + size);
  const name = ['another page', 'zeros', 'noise', ...others.map((other) => `the page of ${other.name}`)][from];
  return withFile(files, suffix, bytes, `page ${page} of "${suffix}" replaced by ${name}`);
}

function truncate({ files, random }: DamageInput): Damage {
  const [suffix, bytes] = someFile(files, random);
  const at = random.integer(bytes.length);
  const length = random.integer(2) === 0 ? at : at - (at % PAGE_BYTES);
  return withFile(files, suffix, bytes.subarray(0, length), `"${suffix}" cut at ${length}`);
}

const EDITS = [
  (at: number) => `DELETE FROM events WHERE revision = ${at}`,
  (at: number) => `DELETE FROM events WHERE revision BETWEEN ${at} AND ${at + 20}`,
  (at: number) => `UPDATE events SET object = replace(object, 'a', 'b') WHERE revision = ${at}`,
  (at: number) => `UPDATE events SET name = 'other' WHERE revision = ${at}`,
  (at: number) => `UPDATE events SET at = at + 1, type = 'Other' WHERE revision = ${at}`,
  (at: number) => `UPDATE events SET checksum = link WHERE revision = ${at}`,
  (at: number) => `UPDATE events SET kept_before = 0 WHERE revision = ${at}`,
  (at: number) => `UPDATE events SET object = CAST(object AS BLOB) WHERE revision = ${at}`,
  (at: number) => `UPDATE OR IGNORE events SET revision = revision + 1000 WHERE revision = ${at}`,
  () => 'DELETE FROM snapshots',
  (at: number) => `UPDATE snapshots SET revision = ${at}, through = ${at}`,
  () => "UPDATE snapshots SET revisions = '[]'",
  () => 'DELETE FROM pruned_ranges WHERE first = (SELECT max(first) FROM pruned_ranges)',
  () => 'UPDATE pruned_ranges SET last = last + 1',
  () => 'DELETE FROM pruned',
  () => 'UPDATE pruned SET through = 1',
  () => 'UPDATE checkpoints SET revision = 1',
  () => 'DELETE FROM runs WHERE first = (SELECT max(first) FROM runs)',
  (at: number) => `UPDATE OR IGNORE runs SET first = ${at} WHERE first = (SELECT max(first) FROM runs)`,
  () => 'PRAGMA user_version = 1',
  () => 'PRAGMA user_version = 0',
  () => 'DROP TABLE pruned_ranges',
  () => 'DROP INDEX events_by_kind',
];

/** Edits the log by SQL, like a database tool. */
function editRow({ files, random, path }: DamageInput): Damage {
  writeFiles(path, files);
  const database = new DatabaseSync(path);
  const newest = Number(database.prepare('SELECT max(revision) AS newest FROM events').get()?.newest ?? 1);
  const edit = pick(random, EDITS)(1 + random.integer(newest));
  database.exec(edit);
  database.close();
  return { what: edit, files: readFiles(path) };
}

/** Replaces one or two files by those of another log, or of this log at another time. */
function swapFile({ files, base, others, random }: DamageInput): Damage {
  const other = pick(random, others);
  const [first, second] = [pick(random, ['', '-wal', '-head'] as const), pick(random, ['', '-wal'] as const)];
  const taken = new Map(files);
  for (const suffix of new Set<Suffix>(first === '-head' ? ['-head'] : [first, second])) {
    const bytes = other.files.get(suffix);
    if (bytes === undefined) taken.delete(suffix);
    else taken.set(suffix, bytes);
  }
  const what = `"${first}" and "${second}" taken from ${other.name}`;
  return { what, files: taken, ...(continues(other, base) && { later: other }) };
}

function continues(later: SoundLog, earlier: SoundLog): boolean {
  return earlier.events.every((event, index) => later.events[index] === event);
}

function removeFile({ files, random }: DamageInput): Damage {
  const [suffix] = someFile(files, random);
  const left = new Map(files);
  left.delete(suffix);
  return { what: `"${suffix}" removed`, files: left };
}

/** Random file, independent of its size. */
function someFile(files: LogFiles, random: Random): readonly [Suffix, Buffer] {
  return pick(
    random,
    [...files].filter(([, bytes]) => bytes.length > 0),
  );
}

function withFile(files: LogFiles, suffix: Suffix, bytes: Buffer, what: string): Damage {
  return { what, files: new Map(files).set(suffix, bytes) };
}

/** Bytes of a file, zero-padded to a length. */
function atLeast(length: number, bytes: Buffer = Buffer.alloc(0)): Buffer {
  return bytes.length >= length ? bytes : Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
}

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.integer(256)));
}
