import type { FileStat } from '@klockwork/files';

/** `-rw-r--r--`, as ls shows it. */
export function modeText({ type: kind, mode }: Pick<FileStat, 'type' | 'mode'>): string {
  const type = { file: '-', folder: 'd', link: 'l', device: 'c' }[kind];
  const letters = (bits: number, special: boolean, letter: string) => {
    const x = bits & 1 ? (special ? letter : 'x') : special ? letter.toUpperCase() : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${x}`;
  };
  return (
    type +
    letters(mode >> 6, (mode & 0o4000) !== 0, 's') +
    letters(mode >> 3, (mode & 0o2000) !== 0, 's') +
    letters(mode, (mode & 0o1000) !== 0, 't')
  );
}

/** Applies `644`, `+x` or `u+rw,go-w` to a mode; undefined when invalid. */
export function changedMode(
  text: string,
  mode: number,
  { isFolder, umask }: { readonly isFolder: boolean; readonly umask: number },
): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let nextMode = mode;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause);
    if (match === null) return undefined;
    const [, who = '', operator, what = ''] = match;
    const bits = bitsOf(what, isFolder || (mode & 0o111) !== 0);
    const reach =
      (/[ua]/.test(who) || who === '' ? 0o4700 : 0) |
      (/[ga]/.test(who) || who === '' ? 0o2070 : 0) |
      (/[oa]/.test(who) || who === '' ? 0o1007 : 0);
    const mask = who === '' ? reach & ~umask : reach;
    if (operator === '+') nextMode |= bits & mask;
    else if (operator === '-') nextMode &= ~(bits & mask);
    else nextMode = (nextMode & ~(reach & 0o777)) | (bits & mask);
  }
  return nextMode;
}

function bitsOf(what: string, executable: boolean): number {
  let bits = 0;
  if (what.includes('r')) bits |= 0o444;
  if (what.includes('w')) bits |= 0o222;
  if (what.includes('x') || (what.includes('X') && executable)) bits |= 0o111;
  if (what.includes('s')) bits |= 0o6000;
  if (what.includes('t')) bits |= 0o1000;
  return bits;
}
