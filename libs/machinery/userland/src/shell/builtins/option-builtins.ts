import { writeMessage } from '../../process/write-message.ts';
import { ShellError } from '../control.ts';
import type { Io } from '../io.ts';
import type { Builtin, Shell } from '../shell.ts';

/** `set -o` options with a letter. */
const LONG: Readonly<Record<string, string>> = {
  allexport: 'a',
  errexit: 'e',
  ignoreeof: 'I',
  interactive: 'i',
  monitor: 'm',
  noclobber: 'C',
  noexec: 'n',
  noglob: 'f',
  nounset: 'u',
  pipefail: 'pipefail',
  verbose: 'v',
  xtrace: 'x',
};

/** `set [-euxo …] [--] [argument …]`; alone it prints the variables. */
export const set: Builtin = async (shell, args, io) => {
  if (args.length === 0) return printVariables(shell, io);
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--' || arg === '-' || !/^[-+]/.test(arg)) {
      shell.positional = args.slice(/^--?$/.test(arg) ? at + 1 : at);
      return 0;
    }
    for (const letter of arg.slice(1)) {
      if (letter === 'o') setLong(shell, args[++at], arg.startsWith('-'));
      else setOption(shell, letter, arg.startsWith('-'));
    }
  }
  return 0;
};

function setLong(shell: Shell, name: string | undefined, on: boolean): void {
  if (name === undefined) return;
  const option = LONG[name];
  const isKnown = option !== undefined && !(name === 'pipefail' && shell.dialect === 'dash');
  if (!isKnown && shell.dialect === 'dash') throw new ShellError(`set: Illegal option -o ${name}`, 2);
  if (!isKnown && shell.dialect === 'ash') throw new ShellError(`set: illegal option -o ${name}`, 2);
  if (option !== undefined) setOption(shell, option, on);
}

function setOption({ options, dialect }: Shell, option: string, on: boolean): void {
  if (option.length === 1 && !/[abefhimnsuvxCEHBIV]/.test(option))
    throw new ShellError(`set: ${dialect === 'dash' ? 'Illegal' : 'illegal'} option -${option}`, 2);
  if (on) options.add(option);
  else options.delete(option);
}

async function printVariables({ variables }: Shell, io: Io): Promise<number> {
  for (const name of variables.names('all')) await io.stdout.write(`${name}='${(variables.get(name) ?? '').replaceAll("'", "'\"'\"'")}'\n`);
  return 0;
}

/** `shift [n]`. */
export const shift: Builtin = (shell, [count = '1']) => {
  const by = Number(count);
  if (by <= shell.positional.length) {
    shell.positional = shell.positional.slice(by);
    return 0;
  }
  if (shell.dialect === 'dash') throw new ShellError("shift: can't shift that many", 2);
  return 1;
};

/** `getopts letters name [argument …]`. */
export const getopts: Builtin = async (shell, [letters = '', name = '', ...parameters], io) => {
  const args = parameters.length > 0 ? parameters : shell.positional;
  const { variables } = shell;
  const index = Number(variables.get('OPTIND') ?? '1');
  if (index === 1 && optionOffset.get(shell) === undefined) optionOffset.delete(shell);
  const offset = optionOffset.get(shell) ?? 1;
  const arg = args[index - 1];
  if (arg === undefined || !/^-./.test(arg) || arg === '--') {
    if (arg === '--') variables.set('OPTIND', String(index + 1));
    variables.set(name, '?');
    optionOffset.delete(shell);
    return 1;
  }
  const letter = arg[offset] ?? '';
  const advance = (by: number) => {
    variables.set('OPTIND', String(index + by));
    optionOffset.delete(shell);
  };
  const place = letter === ':' ? -1 : letters.indexOf(letter);
  const isLast = offset + 1 >= arg.length;
  if (place < 0 || letters[place + 1] !== ':') {
    if (isLast) advance(1);
    else optionOffset.set(shell, offset + 1);
    return place < 0 ? unknownOption(shell, io, { letters, name, letter }) : found(shell, name, letter, undefined);
  }
  const value = isLast ? args[index] : arg.slice(offset + 1);
  advance(isLast ? 2 : 1);
  if (value !== undefined) return found(shell, name, letter, value);
  return missingValue(shell, io, { letters, name, letter });
};

/** Offset of `getopts` inside a cluster of letters. */
const optionOffset = new WeakMap<Shell, number>();

function found({ variables }: Shell, name: string, letter: string, value: string | undefined): number {
  variables.set(name, letter);
  if (value === undefined) variables.unset('OPTARG');
  else variables.set('OPTARG', value);
  return 0;
}

interface Problem {
  readonly letters: string;
  readonly name: string;
  readonly letter: string;
}

async function unknownOption(shell: Shell, io: Io, { letters, name, letter }: Problem): Promise<number> {
  found(shell, name, '?', letters.startsWith(':') ? letter : undefined);
  if (!letters.startsWith(':'))
    await writeMessage(
      io.stderr,
      shell.dialect === 'bash' ? `${shell.name}: illegal option -- ${letter}\n` : `Illegal option -${letter}\n`,
    );
  return 0;
}

async function missingValue(shell: Shell, io: Io, { letters, name, letter }: Problem): Promise<number> {
  found(shell, name, letters.startsWith(':') ? ':' : '?', letters.startsWith(':') ? letter : undefined);
  if (!letters.startsWith(':'))
    await writeMessage(
      io.stderr,
      shell.dialect === 'bash' ? `${shell.name}: option requires an argument -- ${letter}\n` : `No arg for -${letter} option\n`,
    );
  return 0;
}
