import { FileError } from '@klockwork/files';
import { findInnerTool, INNER_TOOL_NAMES, runInner } from '../../tools/inner-tools.ts';
import type { Io } from '../io.ts';
import { runExecutable } from '../run-simple.ts';
import type { Builtin, Shell } from '../shell.ts';
import { refuse } from './refuse.ts';
import { SPECIAL_BUILTINS } from './special-builtins.ts';

const KEYWORDS = new Set('! { } case do done elif else esac fi for if in then until while'.split(' '));

type CommandLookup = { readonly type: 'keyword' | 'special' | 'builtin' | 'function' } | { readonly type: 'file'; readonly path: string };

function find(shell: Shell, name: string): CommandLookup | undefined {
  if (KEYWORDS.has(name)) return { type: 'keyword' };
  if (SPECIAL_BUILTINS.has(name)) return { type: 'special' };
  if (shell.functions.has(name)) return { type: 'function' };
  if (shell.builtin(name) !== undefined || INNER_TOOL_NAMES.has(name)) return { type: 'builtin' };
  const { files } = shell.process;
  const folders = name.includes('/') ? [''] : (shell.variables.get('PATH') ?? '').split(':').map((folder) => `${folder || '.'}/`);
  const path = folders.map((folder) => folder + name).find((each) => isExecutable(files, each));
  return path === undefined ? undefined : { type: 'file', path };
}

function isExecutable(files: Shell['process']['files'], path: string): boolean {
  try {
    return files.stat(path).type === 'file' && files.mayAccess(path, 'x');
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

/** `type name …`. */
export const type: Builtin = async (shell, args, io) => {
  let status = 0;
  for (const name of args.filter((arg) => arg !== '--')) {
    const command = find(shell, name);
    if (command !== undefined) await io.stdout.write(`${describe(name, command, shell)}\n`);
    else {
      status = shell.dialect === 'bash' ? await refuse(shell, io, 'type', { message: `${name}: not found`, status: 1 }) : 127;
      if (shell.dialect !== 'bash') await io.stdout.write(`${name}: not found\n`);
    }
  }
  return status;
};

function describe(name: string, lookup: CommandLookup, { dialect }: Shell): string {
  if (lookup.type === 'file') return `${name} is ${lookup.path}`;
  if (lookup.type === 'keyword') return `${name} is a shell keyword`;
  if (lookup.type === 'function')
    return dialect === 'bash' ? `${name} is a function` : `${name} is a ${dialect === 'ash' ? '' : 'shell '}function`;
  return `${name} is a ${lookup.type === 'special' && dialect !== 'bash' ? 'special ' : ''}shell builtin`;
}

/** `command name …` passes functions by; `command -v name` says what a name means. */
export const command: Builtin = async (shell, args, io) => {
  if (args[0] === '-V') return type(shell, args.slice(1), io);
  if (args[0] === '-v') {
    let status = 0;
    for (const name of args.slice(1)) {
      const command = find(shell, name);
      if (command === undefined) status = shell.dialect === 'bash' ? 1 : 127;
      else await io.stdout.write(`${command.type === 'file' ? command.path : name}\n`);
    }
    return status;
  }
  return runWithoutFunctions(shell, args[0] === '-p' || args[0] === '--' ? args.slice(1) : args, io);
};

/** `builtin name …`. */
export const builtin: Builtin = (shell, args, io) => runWithoutFunctions(shell, args, io);

function runWithoutFunctions(shell: Shell, argv: readonly string[], io: Io): number | Promise<number> {
  const [name = ''] = argv;
  if (argv.length === 0) return 0;
  const own = shell.builtin(name);
  if (own !== undefined) return own(shell, argv.slice(1), io);
  const tool = findInnerTool(name);
  if (tool !== undefined) return runInner(tool, { shell: shell.dialect, prefix: shell.prefix, process: shell.process, argv, io });
  return runExecutable(shell, { argv, assigned: new Map(), io, isLast: false });
}
