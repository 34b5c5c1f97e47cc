import { FileError } from '@klockwork/files';
import { writeMessage } from '../process/write-message.ts';
import type { Main, Process } from '../process.ts';
import type { Dialect } from './dialect.ts';
import { evaluator } from './evaluator.ts';
import { runFromInput } from './run-input.ts';
import { runLines } from './run-text.ts';
import { Shell } from './shell.ts';

/** `sh`: `-c SCRIPT [NAME ARG …]`, `FILE [ARG …]`, or commands from its input; `-i` for people. With `-e`, `-u`, `-x`, `-o` … as `set`. */
export function shellProgram(dialect: Dialect): Main {
  return async (process) => {
    const { options, isCommand, rest } = optionsOf(process.argv.slice(1));
    const own = process.argv[0] ?? 'sh';
    if (isCommand) {
      const [script, name = own, ...positional] = rest;
      if (script === undefined) return complain(process, `${own}: ${missingCommand(dialect)}\n`);
      const shell = start(new Shell({ process, dialect, evaluator, name, positional }), options);
      return shell.runToEnd(() => runLines(shell, script, shell.io, { isLast: !options.includes('i') }));
    }
    const [path, ...positional] = options.includes('s') ? [] : rest;
    if (path === undefined) return runFromInput(start(new Shell({ process, dialect, evaluator, name: own, positional: rest }), options));
    return runFile(process, { dialect, path, positional, options });
  };
}

interface File {
  readonly dialect: Dialect;
  readonly path: string;
  readonly positional: readonly string[];
  readonly options: readonly string[];
}

async function runFile(process: Process, { dialect, path, positional, options }: File): Promise<number> {
  let text: string;
  try {
    text = process.files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return complain(
      process,
      cannotOpen(process.argv[0] ?? 'sh', dialect, path, error),
      error.code === 'ENOENT' && dialect !== 'ash' ? (dialect === 'bash' ? 127 : 2) : 2,
    );
  }
  const shell = start(new Shell({ process, dialect, evaluator, name: path, positional, isFile: true }), options);
  return shell.runToEnd(() => runLines(shell, text, shell.io));
}

function cannotOpen(own: string, dialect: Dialect, path: string, error: FileError): string {
  if (dialect === 'bash') return `${own}: ${path}: ${error.message}\n`;
  if (dialect === 'ash') return `${own}: can't open '${path}': ${error.message}\n`;
  return `${own}: 0: cannot open ${path}: ${error.code === 'ENOENT' ? 'No such file' : error.message}\n`;
}

function missingCommand(dialect: Dialect): string {
  if (dialect === 'bash') return '-c: option requires an argument';
  return dialect === 'dash' ? '0: -c requires an argument' : '-c requires an argument';
}

async function complain(process: Process, text: string, code = 2): Promise<number> {
  await writeMessage(process.stderr, text);
  return code;
}

/** Options before the script: letters, and names of `-o`. */
function optionsOf(args: readonly string[]): { options: string[]; isCommand: boolean; rest: readonly string[] } {
  const options: string[] = [];
  let at = 0;
  for (; /^-./.test(args[at] ?? ''); at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at += 1;
      break;
    }
    if (arg.startsWith('--')) continue;
    for (const letter of arg.slice(1)) options.push(letter === 'o' ? (args[++at] ?? '') : letter);
  }
  return { options, isCommand: options.includes('c'), rest: args.slice(at) };
}

const NAMES: Readonly<Record<string, string>> = { errexit: 'e', nounset: 'u', xtrace: 'x', noglob: 'f', noclobber: 'C' };

function start(shell: Shell, options: readonly string[]): Shell {
  for (const option of options) if (!/^[cils]$/.test(option)) shell.options.add(NAMES[option] ?? option);
  const { stdin, stderr } = shell.process;
  shell.isInteractive = options.includes('i') || (!options.includes('c') && stdin.isTerminal && stderr.isTerminal && !shell.isFile);
  return shell;
}
