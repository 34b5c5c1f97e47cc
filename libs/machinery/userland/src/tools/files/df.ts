import { FileError, type MountRow } from '@klockwork/files';
import { busyboxSize } from '../busybox-size.ts';
import type { Call, Command } from '../call.ts';
import type { Options } from '../options.ts';
import { humanSize } from './ls.ts';
import { mountAbove } from './mount-above.ts';
import { mountDevice } from './mount-device.ts';

/** Mounted file system; sizes in bytes. */
interface FileSystem {
  readonly device: string;
  readonly type: string;
  readonly path: string;
  readonly total: number;
  readonly used: number;
}

/** File system types on the node's disk. */
const ON_DISK: ReadonlySet<string> = new Set(['overlay', 'ext4']);
const KIBI = 1_024;
const PAGE_BYTES = 4_096;

/** `df [-h] [-k] [-m] [-P] [-T] [-a] [-t TYPE] [-x TYPE] [PATH …]`. */
export const df: Command = async (call) => {
  const options = call.options({
    letters: call.isBusybox ? 'hkmPTat:' : 'hkmPTalt:x:',
    long: { 'human-readable': 'h', portability: 'P', 'print-type': 'T', all: 'a', local: 'l', type: 't', 'exclude-type': 'x' },
  });
  const all = fileSystems(call);
  const { shown, status } = await choose(call, options, all);
  const wantedSystems = shown.filter(({ type }) => isOfType(options, type));
  if (wantedSystems.length === 0) return status || (call.isBusybox ? 0 : call.complain('no file systems processed'));
  await call.print(call.isBusybox ? busyboxTable(options, wantedSystems) : gnuTable(options, wantedSystems));
  return status;
};

function fileSystems(call: Call): readonly FileSystem[] {
  const { files, node } = call.process.machine;
  const disk = { total: node.size.diskBytes, used: node.load.diskBytes };
  const room = ({ type, bytes, bytesMax }: MountRow) => {
    if (ON_DISK.has(type)) return disk;
    // Kernel default size of a tmpfs: half of memory.
    const usedBytes = Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
    return type === 'tmpfs' ? { total: bytesMax ?? node.size.memoryBytes / 2, used: usedBytes } : { total: 0, used: 0 };
  };
  return files.mounts.map((row) => ({ device: mountDevice(row.type), type: row.type, path: row.path, ...room(row) }));
}

/** File systems of given paths, or all with capacity; GNU lists each device at its shortest mount path. */
async function choose(call: Call, { operands, has }: Options, all: readonly FileSystem[]) {
  if (operands.length === 0) {
    const real = all.filter(({ total }) => total > 0 || has('a'));
    return { shown: call.isBusybox || has('a') ? real : real.filter((one) => isNearest(one, real)), status: 0 };
  }
  const shownSystems: FileSystem[] = [];
  let status = 0;
  for (const path of operands) {
    const fileSystem = fileSystemOf(call, path, all);
    if (fileSystem !== undefined) shownSystems.push(fileSystem);
    else status = await call.complain(`${path}: ${call.isBusybox ? "can't find mount point" : 'No such file or directory'}`);
  }
  return { shown: shownSystems, status };
}

/** Each tmpfs is separate; other types are one file system a device. */
function isNearest({ device, type, path }: FileSystem, all: readonly FileSystem[]): boolean {
  if (type === 'tmpfs') return true;
  const paths = all.filter((one) => one.device === device).map((one) => one.path);
  return path === paths.reduce((best, one) => (one.length < best.length ? one : best));
}

function fileSystemOf({ files }: Call, path: string, all: readonly FileSystem[]): FileSystem | undefined {
  try {
    return mountAbove(all, files.realPath(path));
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

function isOfType({ values }: Options, type: string): boolean {
  const [only, without] = [values('t'), values('x')];
  return (only.length === 0 || only.includes(type)) && !without.includes(type);
}

function busyboxTable({ has }: Options, rows: readonly FileSystem[]): string {
  const unit = has('h') ? '     Size' : has('m') ? '1M-blocks' : has('P') ? '1024-blocks' : '1K-blocks';
  const type = has('T') ? 'Type       ' : '';
  const header = `Filesystem           ${type}${unit.padEnd(15)}Used Available ${has('P') ? 'Capacity' : 'Use%'} Mounted on\n`;
  const size = (bytes: number) => (has('h') ? busyboxSize(bytes) : String(Math.round(bytes / (has('m') ? KIBI * KIBI : KIBI)))).padStart(9);
  const lines = rows.map((row) => {
    const percent = row.total === 0 ? 0 : Math.round((row.used * 100) / row.total);
    const kind = has('T') ? ` ${row.type.padEnd(10)}` : '';
    const numbers = [row.total, row.used, row.total - row.used].map(size).join(' ');
    return `${row.device.padEnd(20)}${kind} ${numbers} ${String(percent).padStart(3)}% ${row.path}\n`;
  });
  return header + lines.join('');
}

/** Coreutils format: each column as wide as its widest cell. */
function gnuTable({ has }: Options, rows: readonly FileSystem[]): string {
  const unit = has('h') ? 'Size' : has('m') ? '1M-blocks' : has('P') ? '1024-blocks' : '1K-blocks';
  const size = (bytes: number) => (has('h') ? humanSize(bytes) : String(Math.ceil(bytes / (has('m') ? KIBI * KIBI : KIBI))));
  const percent = ({ total, used }: FileSystem) => (total === 0 ? '-' : `${Math.ceil((used * 100) / total)}%`);
  const type = (text: string) => (has('T') ? [text] : []);
  const header = [
    'Filesystem',
    ...type('Type'),
    unit,
    'Used',
    has('h') ? 'Avail' : 'Available',
    has('P') ? 'Capacity' : 'Use%',
    'Mounted on',
  ];
  const cells = rows.map((row) => {
    const numbers = [row.total, row.used, row.total - row.used].map(size);
    return [row.device, ...type(row.type), ...numbers, percent(row), row.path];
  });
  const least = [14, ...type('').map(() => 4), 5, 5, 5, 4];
  const widths = least.map((width, column) => Math.max(width, ...[header, ...cells].map((line) => line[column]?.length ?? 0)));
  const leftMax = has('T') ? 2 : 1;
  const line = (texts: readonly string[]) =>
    texts.map((text, column) => (column < leftMax ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0))).join(' ');
  return [header, ...cells].map((texts) => `${line(texts)}\n`).join('');
}
