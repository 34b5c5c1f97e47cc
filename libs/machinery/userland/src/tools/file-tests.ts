import { FileError, type FileStat, type Files } from '@klockwork/files';
import type { Process } from '../process.ts';

/** Evaluates `-e`, `-f`, `-d` and similar; undefined for another operator. */
export function isTrueOfFile(operator: string, path: string, process: Process): boolean | undefined {
  const { files } = process;
  if (operator === '-t') return [process.stdin, process.stdout, process.stderr][Number(path)]?.isTerminal ?? false;
  if (operator === '-h' || operator === '-L') return statOf(() => files.linkStat(path))?.type === 'link';
  if (operator === '-r' || operator === '-w' || operator === '-x') return files.mayAccess(path, operator.slice(1) as 'r' | 'w' | 'x');
  const test = TESTS[operator];
  if (test === undefined) return undefined;
  const stat = statOf(() => files.stat(path));
  return stat !== undefined && test(stat, files);
}

const TESTS: Readonly<Record<string, (stat: FileStat, files: Files) => boolean>> = {
  '-a': () => true,
  '-b': () => false,
  '-c': ({ type }) => type === 'device',
  '-d': ({ type }) => type === 'folder',
  '-e': () => true,
  '-f': ({ type }) => type === 'file',
  '-g': ({ mode }) => (mode & 0o2000) !== 0,
  '-G': ({ gid }, { user }) => gid === user.gid,
  '-k': ({ mode }) => (mode & 0o1000) !== 0,
  '-O': ({ uid }, { user }) => uid === user.uid,
  '-p': () => false,
  '-s': ({ size }) => size > 0,
  '-S': () => false,
  '-u': ({ mode }) => (mode & 0o4000) !== 0,
};

/** Evaluates `-nt`, `-ot` and `-ef`; undefined for another operator. */
export function isTrueOfFiles(operator: string, left: string, right: string, files: Files): boolean | undefined {
  if (!/^-(?:nt|ot|ef)$/.test(operator)) return undefined;
  const [a, b] = [statOf(() => files.stat(left)), statOf(() => files.stat(right))];
  if (operator === '-ef') return a !== undefined && b !== undefined && a.ino === b.ino;
  const [older, newer] = operator === '-nt' ? [b, a] : [a, b];
  return newer !== undefined && (older === undefined || newer.modifiedAt > older.modifiedAt);
}

function statOf(look: () => FileStat): FileStat | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
