import { FileError } from '@klockwork/files';
import { readerOf } from '../process/plain-streams.ts';
import type { Reader, Writer } from '../process/stream.ts';
import type { Redirect } from './ast.ts';
import { ShellError } from './control.ts';
import { expandText } from './expand-text.ts';
import { descriptor, type Io, withDescriptor } from './io.ts';
import { openNetworkFile } from './network-file.ts';
import type { Shell } from './shell.ts';
import { scopeOf } from './shell-scope.ts';

/** Descriptors after redirections, plus handles opened for them; the caller closes those. */
export interface RedirectResult {
  readonly io: Io;
  readonly opened: readonly (Reader | Writer)[];
}

/** Carries out redirections in their order. Throws ShellError with code 1 or 2 when one cannot be. */
export async function redirect(shell: Shell, redirects: readonly Redirect[], io: Io): Promise<RedirectResult> {
  const openFiles: (Reader | Writer)[] = [];
  let now = io;
  for (const each of redirects) {
    const text = await expandText(each.target, scopeOf(shell, io));
    try {
      const connection = await openNetworkFile(shell, each, text, now);
      if (connection === undefined) now = apply(shell, each, text, { io: now, opened: openFiles });
      else {
        openFiles.push(connection);
        now = withConnection(now, each, connection);
      }
    } catch (error) {
      for (const handle of openFiles) handle.close();
      if (!(error instanceof FileError)) throw error;
      throw new ShellError(refusal(shell, each, text, error), shell.dialect === 'dash' ? 2 : 1);
    }
  }
  return { io: now, opened: openFiles };
}

/** Both outputs lead to a connection by `&>`. */
function withConnection(io: Io, { operator, descriptor: number }: Redirect, connection: Reader & Writer): Io {
  if (!operator.startsWith('&')) return withDescriptor(io, number, connection);
  return withDescriptor(withDescriptor(io, 1, connection), 2, connection);
}

function apply(
  shell: Shell,
  { descriptor: number, operator }: Redirect,
  text: string,
  { io, opened }: { readonly io: Io; readonly opened: (Reader | Writer)[] },
): Io {
  const { process } = shell;
  const keep = <T extends Reader | Writer>(handle: T): T => {
    opened.push(handle);
    return handle;
  };
  switch (operator) {
    case 'text':
      return withDescriptor(io, number, keep(readerOf(text)));
    case '<':
      return withDescriptor(io, number, keep(openReader(shell, text, io)));
    case '<>':
      if (!process.files.exists(text)) process.files.write(text, '');
      return withDescriptor(io, number, number === 0 ? keep(process.openReader(text)) : keep(process.openWriter(text, { append: true })));
    case '>&':
    case '<&':
      if (operator === '>&' && !/^(\d+|-)$/.test(text)) return bothTo(shell, { path: text, append: false }, io, keep);
      return withDescriptor(io, number, text === '-' ? undefined : descriptor(io, Number(text.replace(/-$/, ''))));
    case '&>':
    case '&>>':
      return bothTo(shell, { path: text, append: operator === '&>>' }, io, keep);
    default:
      return withDescriptor(io, number, keep(openWriter(shell, text, operator, io)));
  }
}

function openWriter({ process, options }: Shell, path: string, operator: string, io: Io): Writer {
  const own = path === '/dev/stdout' ? io.stdout : path === '/dev/stderr' ? io.stderr : undefined;
  if (own !== undefined) return own.dup();
  if (operator === '>' && options.has('C') && process.files.exists(path) && process.files.stat(path).type === 'file')
    throw new FileError('EEXIST');
  return process.openWriter(path, { append: operator === '>>' });
}

function openReader({ process }: Shell, path: string, io: Io): Reader {
  return path === '/dev/stdin' ? io.stdin.dup() : process.openReader(path);
}

function bothTo(
  shell: Shell,
  { path, append }: { readonly path: string; readonly append: boolean },
  io: Io,
  keep: <T extends Reader | Writer>(handle: T) => T,
): Io {
  const output = keep(openWriter(shell, path, append ? '>>' : '>', io));
  return withDescriptor(withDescriptor(io, 1, output), 2, output);
}

function refusal({ dialect }: Shell, { operator }: Redirect, text: string, error: FileError): string {
  if (dialect === 'bash') return `${text}: ${error.code === 'EEXIST' ? 'cannot overwrite existing file' : error.message}`;
  if (error.code === 'EBADF') return dialect === 'dash' ? `${text}: Bad file descriptor` : `${text}: bad file descriptor`;
  const isInput = operator === '<';
  const reason = error.code === 'ENOENT' ? (isInput ? 'No such file' : 'Directory nonexistent') : error.message;
  if (dialect === 'dash') return `cannot ${isInput ? 'open' : 'create'} ${text}: ${reason}`;
  return `can't ${isInput ? 'open' : 'create'} ${text}: ${error.code === 'ENOENT' ? (isInput ? 'no such file' : 'nonexistent directory') : error.message}`;
}
