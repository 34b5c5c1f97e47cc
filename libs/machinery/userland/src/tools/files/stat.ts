import type { FileStat } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { formatTime } from '../date.ts';
import { withEscapes } from '../escapes.ts';
import { nameOf } from '../system/environment.ts';
import { modeText } from './mode.ts';

const KINDS: Readonly<Record<FileStat['type'], string>> = {
  file: 'regular file',
  folder: 'directory',
  link: 'symbolic link',
  device: 'character special file',
};
const TYPE_BITS: Readonly<Record<FileStat['type'], number>> = { file: 0o100000, folder: 0o040000, link: 0o120000, device: 0o020000 };
/** No column is wider. */
const WIDTH_MAX = 10_000;

/** Block size of a file system, bytes. */
const FILE_BLOCK = 4_096;

/** `stat [-c FORMAT | --printf=FORMAT] [-L] [-t] FILE …`. */
export const stat: Command = async (call) => {
  const { has, value, operands } = call.options({ letters: 'c:LtP:', long: { format: 'c', printf: 'P', dereference: 'L', terse: 't' } });
  if (operands.length === 0) return call.usage('missing operand');
  const format = value('c') ?? value('P') ?? (has('t') ? '%n %s %b %f %u %g 0 %i %h 0 0 %X %Y %Z %W %o' : undefined);
  let status = 0;
  for (const path of operands) {
    try {
      const stats = has('L') ? call.files.stat(path) : call.files.linkStat(path);
      const text =
        format === undefined
          ? longText({ call, path, of: stats })
          : `${formatted({ call, path, of: stats }, format)}${value('P') === undefined ? '\n' : ''}`;
      await call.print(value('P') === undefined ? text : withEscapes(text, 'bare').text);
    } catch (error) {
      status = await call.refused(path, error, { gnu: 'cannot statx', busybox: "can't stat" });
    }
  }
  return status;
};

/** Allocated 512-byte blocks. */
function blocks({ type, size }: FileStat): number {
  return type === 'link' || type === 'device' ? 0 : Math.ceil(size / FILE_BLOCK) * 8;
}

function kindText({ type, size }: FileStat): string {
  return type === 'file' && size === 0 ? 'regular empty file' : KINDS[type];
}

function stamp(at: number): string {
  return formatTime(at, '%Y-%m-%d %H:%M:%S.%N +0000');
}

interface StatTarget {
  readonly call: Call;
  readonly path: string;
  readonly of: FileStat;
}

/** Conversions of a format. */
const FIELDS: Readonly<Record<string, (shownTarget: StatTarget) => string>> = {
  n: ({ path }) => path,
  N: ({ of, path, call }) => `'${path}'${of.type === 'link' ? ` -> '${call.files.readLink(path)}'` : ''}`,
  s: ({ of }) => String(of.size),
  b: ({ of }) => String(blocks(of)),
  B: () => '512',
  o: () => String(FILE_BLOCK),
  a: ({ of }) => of.mode.toString(8),
  A: ({ of }) => modeText(of),
  f: ({ of }) => (TYPE_BITS[of.type] | of.mode).toString(16),
  F: ({ of }) => kindText(of),
  u: ({ of }) => String(of.uid),
  g: ({ of }) => String(of.gid),
  U: ({ of, call }) => nameOf(call, '/etc/passwd', of.uid) ?? 'UNKNOWN',
  G: ({ of, call }) => nameOf(call, '/etc/group', of.gid) ?? 'UNKNOWN',
  h: ({ of }) => String(of.links),
  i: ({ of }) => String(of.ino),
  t: ({ of }) => (of.device?.major ?? 0).toString(16),
  T: ({ of }) => (of.device?.minor ?? 0).toString(16),
  // Access and birth times are not stored.
  x: ({ of }) => stamp(of.modifiedAt),
  y: ({ of }) => stamp(of.modifiedAt),
  z: ({ of }) => stamp(of.changedAt),
  w: () => '-',
  X: ({ of }) => seconds(of.modifiedAt),
  Y: ({ of }) => seconds(of.modifiedAt),
  Z: ({ of }) => seconds(of.changedAt),
  W: () => '0',
  '%': () => '%',
};

function seconds(at: number): string {
  return String(Math.floor(at / 1_000));
}

function formatted(shownTarget: StatTarget, format: string): string {
  return format.replace(/%(-?\d*)([a-zA-Z%])/g, (directive, width: string, letter: string) => {
    const text = FIELDS[letter]?.(shownTarget);
    if (text === undefined) return directive;
    return width.startsWith('-') ? text.padEnd(Math.min(-Number(width), WIDTH_MAX)) : text.padStart(Math.min(Number(width), WIDTH_MAX));
  });
}

function longText(shownTarget: StatTarget): string {
  const { call, path, of } = shownTarget;
  const name =
    of.type === 'link'
      ? call.isBusybox
        ? `'${path}' -> '${call.files.readLink(path)}'`
        : `${path} -> ${call.files.readLink(path)}`
      : path;
  const user = formatted(shownTarget, '%5u/%8U');
  const group = formatted(shownTarget, '%5g/%8G');
  const mode = `${of.mode.toString(8).padStart(4, '0')}/${modeText(of)}`;
  const rows = [
    `  File: ${name}`,
    `  Size: ${String(of.size).padEnd(10)}\tBlocks: ${String(blocks(of)).padEnd(10)} IO Block: ${String(FILE_BLOCK).padEnd(6)} ${kindText(of)}`,
    call.isBusybox
      ? `Device: 0h/0d\tInode: ${String(of.ino).padEnd(10)}  Links: ${of.links}`
      : `Device: 0,0\tInode: ${String(of.ino).padEnd(10)}  Links: ${of.links}`,
    `Access: (${mode})  Uid: (${user})   Gid: (${group})`,
    `Access: ${stamp(of.modifiedAt)}`,
    `Modify: ${stamp(of.modifiedAt)}`,
    `Change: ${stamp(of.changedAt)}`,
    ...(call.isBusybox ? [] : [' Birth: -']),
  ];
  return rows.map((row) => `${row}\n`).join('');
}
