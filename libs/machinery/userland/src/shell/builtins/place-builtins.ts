import { FileError } from '@klockwork/files';
import type { Builtin } from '../shell.ts';
import { refuse } from './refuse.ts';

/** `cd [folder]`, `cd -`. */
export const cd: Builtin = async (shell, args, io) => {
  const [target] = args.filter((arg) => arg !== '-P' && arg !== '-L' && arg !== '--');
  const { files } = shell.process;
  const from = shell.variables.get('PWD') ?? files.workingDirectory;
  const to = target === '-' ? shell.variables.get('OLDPWD') : (target ?? shell.variables.get('HOME'));
  if (to === undefined)
    return refuse(shell, io, 'cd', {
      message: target === '-' ? 'OLDPWD not set' : 'HOME not set',
      status: shell.dialect === 'bash' ? 1 : 2,
    });
  try {
    files.changeDirectory(to === '' ? '.' : to);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return refuse(shell, io, 'cd', {
      message:
        shell.dialect === 'bash' ? `${to}: ${error.message}` : `can't cd to ${to}${shell.dialect === 'ash' ? `: ${error.message}` : ''}`,
      status: shell.dialect === 'bash' ? 1 : 2,
    });
  }
  shell.variables.set('OLDPWD', from);
  shell.variables.export('OLDPWD');
  shell.variables.set('PWD', logical(from, to));
  if (target === '-') await io.stdout.write(`${shell.variables.get('PWD')}\n`);
  return 0;
};

function logical(from: string, to: string): string {
  const parts: string[] = [];
  for (const part of (to.startsWith('/') ? to : `${from}/${to}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** `pwd`, `pwd -P`. */
export const pwd: Builtin = async (shell, [option], io) => {
  const physical = option === '-P' ? shell.process.files.workingDirectory : undefined;
  await io.stdout.write(`${physical ?? shell.variables.get('PWD') ?? shell.process.files.workingDirectory}\n`);
  return 0;
};

/** `umask [mode]`, in octal digits. */
export const umask: Builtin = async (shell, [mode], io) => {
  const { files } = shell.process;
  if (mode === undefined || mode === '-S') {
    await io.stdout.write(mode === undefined ? `${files.umask.toString(8).padStart(4, '0')}\n` : `${symbolic(~files.umask & 0o777)}\n`);
    return 0;
  }
  if (!/^[0-7]{1,4}$/.test(mode))
    return refuse(shell, io, 'umask', {
      message: shell.dialect === 'bash' ? `${mode}: octal number out of range` : `Illegal mode: ${mode}`,
      status: shell.dialect === 'bash' ? 1 : 2,
    });
  files.umask = Number.parseInt(mode, 8) & 0o777;
  return 0;
};

function symbolic(mode: number): string {
  const letters = (bits: number) => ['r', 'w', 'x'].filter((_, index) => bits & (4 >> index)).join('');
  return `u=${letters(mode >> 6)},g=${letters((mode >> 3) & 7)},o=${letters(mode & 7)}`;
}

/** Default limits of containers. */
const LIMITS: Readonly<Record<string, string>> = {
  c: '0',
  d: 'unlimited',
  f: 'unlimited',
  n: '1048576',
  s: '8192',
  t: 'unlimited',
  u: 'unlimited',
  v: 'unlimited',
  l: 'unlimited',
  m: 'unlimited',
};

/** `ulimit [-HS] [-n …]`: answers; what is set is accepted and limits nothing. */
export const ulimit: Builtin = async (_, args, io) => {
  const letters = args
    .filter((arg) => arg.startsWith('-'))
    .join('')
    .replace(/[-HS]/g, '');
  if (args.some((arg) => !arg.startsWith('-'))) return 0;
  await io.stdout.write(`${LIMITS[letters[0] ?? 'f'] ?? 'unlimited'}\n`);
  return 0;
};
