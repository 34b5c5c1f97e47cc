import { FileError } from '@klockwork/files';
import { Exit, LoopJump, Return, ShellError } from '../control.ts';
import { runExecutable } from '../run-simple.ts';
import type { Builtin } from '../shell.ts';
import { refuse } from './refuse.ts';

/** `break [n]`. */
export const breakLoop: Builtin = (shell, args) => jump('break', shell.loopDepth, args);

/** `continue [n]`. */
export const continueLoop: Builtin = (shell, args) => jump('continue', shell.loopDepth, args);

function jump(kind: 'break' | 'continue', depth: number, [levels]: readonly string[]): number {
  if (depth === 0) return 0;
  throw new LoopJump(kind, Math.min(Number(levels ?? 1) || 1, depth));
}

/** `exit [n]`. */
export const exit: Builtin = (shell, [code]) => {
  throw new Exit(codeOf(code, shell.status));
};

/** `return [n]`. */
export const returnFromFunction: Builtin = (shell, [code]) => {
  throw new Return(codeOf(code, shell.status));
};

function codeOf(text: string | undefined, status: number): number {
  if (text === undefined) return status;
  if (!/^[-+]?\d+$/.test(text)) throw new ShellError(`Illegal number: ${text}`, 2);
  return Number(text) & 255;
}

/** `eval [word …]`. */
export const evaluate: Builtin = async (shell, args, io) => {
  shell.status = 0;
  await shell.runText(args.join(' '), io);
  return shell.status;
};

/** `. file [argument …]`. */
export const source: Builtin = async (shell, [path, ...args], io) => {
  if (path === undefined)
    return shell.dialect === 'bash' ? refuse(shell, io, '.', { message: 'filename argument required', status: 2 }) : 0;
  const text = readScript(shell, path);
  const { positional } = shell;
  if (args.length > 0) shell.positional = args;
  try {
    shell.status = 0;
    await shell.runText(text, io);
    return shell.status;
  } catch (error) {
    if (!(error instanceof Return)) throw error;
    return error.code;
  } finally {
    if (args.length > 0) shell.positional = positional;
  }
};

function readScript({ process, variables, dialect }: Parameters<Builtin>[0], path: string): string {
  const folders = path.includes('/') ? [] : (variables.get('PATH') ?? '').split(':').map((folder) => `${folder || '.'}/${path}`);
  const script = [...folders, ...(dialect === 'dash' && !path.includes('/') ? [] : [path])].find((each) => process.files.exists(each));
  try {
    return process.files.read(script ?? path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (dialect === 'bash') throw new ShellError(`${path}: ${error.message}`, 1);
    if (dialect === 'ash') throw new ShellError(`.: can't open '${path}': ${error.message}`, 2);
    throw new ShellError(path.includes('/') ? `.: cannot open ${path}: No such file` : `.: ${path}: not found`, 2);
  }
}

/** `exec [command]`: replaces the shell; without a command its redirections persist. */
export const exec: Builtin = async (shell, args, io) => {
  if (args.length === 0) {
    shell.io = io;
    return 0;
  }
  const status = await runExecutable(shell, { argv: args, assigned: new Map(), io, isLast: true });
  throw new Exit(status);
};
