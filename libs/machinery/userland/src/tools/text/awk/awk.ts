import { FileError } from '@klockwork/files';
import { writeMessage } from '../../../process/write-message.ts';
import { RegexError } from '../../../regex/parse-regex.ts';
import type { Call, Command } from '../../call.ts';
import { type Options, UsageError } from '../../options.ts';
import { AwkError } from './awk-error.ts';
import { BUILTINS } from './builtins.ts';
import { callFunction } from './execute.ts';
import { cannotOpen, Interpreter } from './interpreter.ts';
import { parseAwk } from './parse.ts';
import { runProgram } from './run-program.ts';
import { unescaped } from './tokens.ts';

/** `awk [-F SEPARATOR] [-v NAME=VALUE] [-f FILE | PROGRAM] [FILE | NAME=VALUE …]`: mawk's with GNU's tools, or BusyBox's. */
export const awk: Command = async (call) => {
  try {
    const options = call.options({ letters: 'F:v:f:', stopsAtOperand: true });
    const isInFile = options.has('f');
    const [program, ...rest] = isInFile ? [sourceOf(call, options), ...options.operands] : options.operands;
    return program === undefined ? await usage(call) : await run(call, options, program, rest);
  } catch (error) {
    if (error instanceof UsageError) return refuse(call, call.isBusybox ? error.message : `not an option: ${call.args[0] ?? ''}`);
    if (error instanceof AwkError) return refuse(call, describe(call, error));
    if (error instanceof RegexError)
      return refuse(call, describe(call, new AwkError(`regular expression compile failed (${error.message})`, 1)));
    throw error;
  }
};

async function run(call: Call, options: Options, program: string, args: readonly string[]): Promise<number> {
  const on = new Interpreter(call, parseAwk(program), { builtins: BUILTINS, call: callFunction }, args);
  for (const { letter, value } of options.all) {
    if (letter === 'F') on.variables.global('FS').value = value === 't' && call.isBusybox ? '\t' : unescaped(value);
    const at = value.indexOf('=');
    if (letter === 'v') on.assign(value.slice(0, at), value.slice(at + 1));
  }
  try {
    return await runProgram(on);
  } finally {
    await on.streams.closeAll();
  }
}

function sourceOf(call: Call, options: Options): string {
  return options
    .values('f')
    .map((path) => {
      try {
        return call.files.read(path);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (call.isBusybox) throw new AwkError(`can't open '${path}': ${error.message}`, 0);
        throw cannotOpen(call, path, error, 'read');
      }
    })
    .join('\n');
}

/** Error message with source position. */
function describe({ isBusybox }: Call, { message, line, near, isAtEnd }: AwkError): string {
  if (line === 0) return message;
  if (!isBusybox) return `line ${isAtEnd ? line + 1 : line}: ${message}${near === undefined ? '' : ` at or near ${near}`}`;
  const isDefined = !message.includes('never defined');
  const text = message === 'Division by zero' ? message : isDefined ? 'Unexpected token' : 'Call to undefined function';
  return `cmd. line:${line}: ${text}`;
}

async function refuse(call: Call, message: string): Promise<number> {
  await call.complain(message);
  return call.isBusybox ? 1 : 2;
}

async function usage(call: Call): Promise<number> {
  await writeMessage(
    call.stderr,
    call.isBusybox ? 'Usage: awk [OPTIONS] [AWK_PROGRAM] [FILE]...\n' : 'Usage: mawk [Options] [Program] [file ...]\n',
  );
  return call.isBusybox ? 1 : 0;
}
