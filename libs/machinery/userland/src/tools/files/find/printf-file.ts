import { formatTime } from '../../date.ts';
import { withEscapes } from '../../escapes.ts';
import { modeText } from '../mode.ts';
import type { FoundFile } from './found-file.ts';

const LETTERS = { file: 'f', folder: 'd', link: 'l', device: 'c' } as const;

/** Formats a file for `-printf`. `names` resolves owner and group names. */
export function printfFile(
  format: string,
  file: FoundFile,
  names: { readonly user: string; readonly group: string; readonly target: string },
): string {
  const { path, start, depth, stat } = file;
  const at = path.lastIndexOf('/');
  const fields: Readonly<Record<string, string | number>> = {
    p: path,
    f: path.slice(at + 1) || '/',
    h: at < 0 ? '.' : path.slice(0, at) || '/',
    P: path.slice(start.length).replace(/^\/+/, ''),
    H: start,
    d: depth,
    s: stat.size,
    b: Math.ceil(stat.size / 4_096) * 8,
    k: Math.ceil(stat.size / 4_096) * 4,
    m: stat.mode.toString(8),
    M: modeText(stat),
    u: names.user,
    g: names.group,
    U: stat.uid,
    G: stat.gid,
    n: stat.links,
    i: stat.ino,
    y: LETTERS[stat.type],
    l: names.target,
    t: formatTime(stat.modifiedAt, '%a %b %e %H:%M:%S.%N0 %Y'),
    '%': '%',
  };
  return withEscapes(format, 'bare').text.replace(/%T(.)|%(.)/g, (directive, time?: string, letter = '') => {
    if (time !== undefined) return timeField(time, stat.modifiedAt);
    return String(fields[letter] ?? directive);
  });
}

function timeField(letter: string, at: number): string {
  if (letter === '@') return `${Math.floor(at / 1_000)}.${String(at % 1_000).padStart(3, '0')}0000000`;
  if (letter === '+') return formatTime(at, '%Y-%m-%d+%H:%M:%S.%N0');
  return formatTime(at, letter === 'S' ? '%S.%N0' : `%${letter}`);
}
