import { FileError, type Files } from '@klockwork/files';
import type { Main } from '@klockwork/userland';

/** ELF magic plus prefix: an executable file names the emulated program behind it. */
const MAGIC = '\x7fELF\x02\x01\x01\0klockwork:';
/** Interpreters that interpreters name, at most. Models `exec_binprm` of fs/exec.c. */
const INTERPRETERS_MAX = 5;

const SET_USER_ID = 0o4000;

/** Default PATH. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Content of an executable file for `tool:ls`, `program:nginx` … */
export function executableFile(name: string): string {
  return `${MAGIC}${name}\n`;
}

/** Program lookup. */
export interface Programs {
  named(name: string): Main | undefined;
  /** Replacement for a missing executable; undefined without one. */
  missing(): Main | undefined;
}

/** Program to run, and its arguments. */
export interface LoadedProgram {
  readonly main: Main;
  readonly argv: readonly string[];
  /** Owner of a file with the set-user-ID bit. */
  readonly owner?: number;
}

/** Returns the files as a loaded program sees them: those of its owner, for a set-user-ID program. Models `bprm_fill_uid` of fs/exec.c. */
export function filesOf({ owner }: LoadedProgram, files: Files, noNewPrivileges: boolean): Files {
  return owner === undefined || noNewPrivileges ? files : files.as({ user: { ...files.user, uid: owner } });
}

/**
 * Finds and reads an executable like execvp(3), including `#!` interpreters. Throws FileError: ENOENT when missing, EACCES without execute
 * permission, ENOEXEC for an invalid format.
 */
export function loadExecutable(
  files: Files,
  environment: ReadonlyMap<string, string>,
  argv: readonly string[],
  programs: Programs,
): LoadedProgram {
  try {
    return load(files, environment, argv, programs);
  } catch (error) {
    const main = error instanceof FileError && error.code === 'ENOENT' ? programs.missing() : undefined;
    if (main === undefined) throw error;
    return { main, argv };
  }
}

function load(files: Files, environment: ReadonlyMap<string, string>, argv: readonly string[], programs: Programs): LoadedProgram {
  let words = argv;
  let path = findExecutable(files, environment.get('PATH') ?? DEFAULT_PATH, argv[0] ?? '');
  for (let count = 0; count < INTERPRETERS_MAX; count++) {
    const content = contentOf(files, path);
    const main = content.startsWith(MAGIC) ? programs.named(content.slice(MAGIC.length, -1)) : undefined;
    if (main !== undefined) return { main, argv: words, ...ownerOf(files, path) };
    const line = /^#![ \t]*(\S+)[ \t]*(.*)/.exec(content);
    if (line === null) throw new FileError('ENOEXEC');
    const [, interpreter = '', argument = ''] = line;
    words = [interpreter, ...(argument.trim() === '' ? [] : [argument.trim()]), path, ...words.slice(1)];
    path = interpreter;
    mustBeExecutable(files, path);
  }
  throw new FileError('ELOOP');
}

function ownerOf(files: Files, path: string): Pick<LoadedProgram, 'owner'> {
  const { mode, uid } = files.stat(path);
  return (mode & SET_USER_ID) === 0 ? {} : { owner: uid };
}

/** Path of an executable: names with a slash directly, others by search path. */
function findExecutable(files: Files, searchPath: string, name: string): string {
  if (name.includes('/')) {
    mustBeExecutable(files, name);
    return name;
  }
  const candidates = name === '' ? [] : searchPath.split(':').map((folder) => `${folder === '' ? '.' : folder}/${name}`);
  const executable = candidates.find((path) => files.mayAccess(path, 'x') && files.stat(path).type === 'file');
  if (executable !== undefined) return executable;
  throw new FileError(candidates.some((path) => files.exists(path) && files.stat(path).type === 'file') ? 'EACCES' : 'ENOENT');
}

function mustBeExecutable(files: Files, path: string): void {
  const { type } = files.stat(path);
  if (type === 'folder') throw new FileError('EISDIR');
  if (type !== 'file' || !files.mayAccess(path, 'x')) throw new FileError('EACCES');
}

/** Kernel reads need no read permission of the user. */
function contentOf(files: Files, path: string): string {
  return files.as({ user: { uid: 0, gid: 0, groups: [] } }).read(path);
}
