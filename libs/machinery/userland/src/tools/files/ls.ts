import { FileError, type FileStat } from '@klockwork/files';
import { busyboxSize } from '../busybox-size.ts';
import type { Call, Command } from '../call.ts';
import { formatTime } from '../date.ts';
import type { Options } from '../options.ts';
import { nameOf } from '../system/environment.ts';
import { modeText } from './mode.ts';

const HALF_A_YEAR_MS = 15_778_476_000;

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: FileStat;
}

/** `ls [-1aAldhiRrtSFn] [PATH …]`. Prints one name a line, since output is no terminal. */
export const ls: Command = async (call) => {
  const options = call.options({ letters: '1aAldhiRrtSFnpkC', long: { all: 'a', 'human-readable': 'h', color: '1', 'full-time': 'l' } });
  const paths = options.operands.length === 0 ? ['.'] : [...options.operands].sort();
  const entries: Entry[] = [];
  let status = 0;
  for (const path of paths) {
    try {
      entries.push({ name: path, path, stat: options.has('l') || options.has('d') ? lookAt(call, path) : call.files.stat(path) });
    } catch (error) {
      await call.refused(path, error, { gnu: 'cannot access' });
      status = call.isBusybox ? 1 : 2;
    }
  }
  const folders = options.has('d') ? [] : entries.filter(({ stat }) => stat.type === 'folder');
  const files = entries.filter((entry) => !folders.includes(entry));
  await call.print(listed(call, options, files));
  for (const [index, folder] of folders.entries()) {
    const separates = index > 0 || files.length > 0;
    const title = paths.length > 1 || options.has('R') ? `${separates ? '\n' : ''}${folder.path}:\n` : '';
    status = (await showFolder(call, options, folder.path, title)) || status;
  }
  return status;
};

// `-l` and `-d` show a link operand itself; otherwise its target.
function lookAt({ files }: Call, path: string): FileStat {
  const own = files.linkStat(path);
  return own;
}

async function showFolder(call: Call, options: Options, path: string, title: string): Promise<number> {
  let names: readonly string[];
  try {
    names = call.files.list(path);
  } catch (error) {
    await call.refused(path, error, { gnu: 'cannot open directory', busybox: "can't open" });
    return call.isBusybox ? 1 : 2;
  }
  const shownNames = [...(options.has('a') ? ['.', '..'] : []), ...names].filter(
    (name) => options.has('a') || options.has('A') || !name.startsWith('.'),
  );
  const entries = sorted(
    options,
    shownNames.flatMap((name) => entryOf(call, path, name)),
  );
  const total = options.has('l') ? `total ${entries.reduce((sum, { stat }) => sum + blocks(stat), 0)}\n` : '';
  await call.print(title + total + listed(call, options, entries));
  if (!options.has('R')) return 0;
  for (const { path: below, stat, name } of entries)
    if (stat.type === 'folder' && name !== '.' && name !== '..') await showFolder(call, options, below, `\n${below}:\n`);
  return 0;
}

function entryOf({ files }: Call, folder: string, name: string): Entry[] {
  const path = `${folder.replace(/\/$/, '')}/${name}`;
  try {
    return [{ name, path, stat: files.linkStat(path) }];
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

function sorted({ has }: Options, entries: readonly Entry[]): Entry[] {
  const order = has('t')
    ? (a: Entry, b: Entry) => b.stat.modifiedAt - a.stat.modifiedAt
    : has('S')
      ? (a: Entry, b: Entry) => b.stat.size - a.stat.size
      : () => 0;
  const result = [...entries].sort((a, b) => order(a, b) || (a.name < b.name ? -1 : 1));
  return has('r') ? result.reverse() : result;
}

function blocks({ type, size }: FileStat): number {
  return type === 'link' || type === 'device' ? 0 : Math.ceil(size / 4_096) * 4;
}

function listed(call: Call, options: Options, entries: readonly Entry[]): string {
  if (options.has('l') || options.has('n')) return longList(call, options, entries);
  return entries.map(({ name, stat }) => `${options.has('i') ? `${stat.ino} ` : ''}${name}${mark(options, stat)}\n`).join('');
}

function mark({ has }: Options, { type, mode }: FileStat): string {
  if (type === 'folder' && (has('F') || has('p'))) return '/';
  if (!has('F')) return '';
  return type === 'link' ? '@' : type === 'file' && mode & 0o111 ? '*' : '';
}

function longList(call: Call, options: Options, entries: readonly Entry[]): string {
  const rows = entries.map((entry) => columnsOf(call, options, entry));
  const width = (index: number) => Math.max(...rows.map((row) => row[index]?.length ?? 0));
  const [links, user, group, size] = call.isBusybox ? [5, 8, 8, 9] : [width(1), width(2), width(3), width(4)];
  const line = ([mode = '', a = '', b = '', c = '', d = '', at = '', name = '']: readonly string[]) =>
    call.isBusybox
      ? `${mode}${a.padStart(links)} ${b.padEnd(user)} ${c.padEnd(group)} ${d.padStart(size)} ${at} ${name}\n`
      : `${mode} ${a.padStart(links)} ${b.padEnd(user)} ${c.padEnd(group)} ${d.padStart(size)} ${at} ${name}\n`;
  return rows.map(line).join('');
}

function columnsOf(call: Call, options: Options, { name, path, stat }: Entry): string[] {
  const user = options.has('n') ? undefined : nameOf(call, '/etc/passwd', stat.uid);
  const group = options.has('n') ? undefined : nameOf(call, '/etc/group', stat.gid);
  const target = stat.type === 'link' ? ` -> ${call.files.readLink(path)}` : mark(options, stat);
  const size =
    stat.device === undefined
      ? options.has('h')
        ? sizeText(call, stat.size)
        : String(stat.size)
      : `${stat.device.major}, ${stat.device.minor}`;
  return [
    modeText(stat),
    String(stat.links),
    user ?? String(stat.uid),
    group ?? String(stat.gid),
    size,
    timeText(call, stat.modifiedAt),
    name + target,
  ];
}

function timeText(call: Call, at: number): string {
  const age = call.now() - at;
  return formatTime(at, age > HALF_A_YEAR_MS || age < -60_000 ? '%b %e  %Y' : '%b %e %H:%M');
}

function sizeText({ isBusybox }: Call, bytes: number): string {
  return isBusybox ? busyboxSize(bytes) : humanSize(bytes);
}

/** `1.5K`, `12M`. */
export function humanSize(bytes: number): string {
  if (bytes < 1_024) return String(bytes);
  let [value, unit] = [bytes, 0];
  for (; value >= 1_024 && unit < 5; unit++) value /= 1_024;
  const tenths = Math.ceil(value * 10);
  const text = tenths < 100 ? (tenths / 10).toFixed(1) : String(Math.ceil(value));
  return `${text}${' KMGTP'[unit]}`;
}
