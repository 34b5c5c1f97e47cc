import { makePipe } from '../process/pipe.ts';
import type { Reader } from '../process/stream.ts';
import type { Script } from './ast.ts';
import { ShellError } from './control.ts';
import type { ExpansionScope } from './expansion-scope.ts';
import { fork } from './fork.ts';
import { filesLike } from './glob.ts';
import type { Io } from './io.ts';
import { assignTo, parameterValue } from './parameter-value.ts';
import type { Shell } from './shell.ts';

/** Returns the state of a shell for expansion. */
export function scopeOf(shell: Shell, io: Io): ExpansionScope {
  const { dialect, positional, options, process, variables } = shell;
  return {
    dialect,
    positional,
    ifs: variables.get('IFS') ?? ' \t\n',
    refusesUnset: options.has('u'),
    ignoresPatterns: options.has('f'),
    variable: (name) => parameterValue(name, shell),
    assign: (name, value) => assignTo(name, value, shell),
    array: (name) => variables.array(name),
    assignElement: (name, key, value) => variables.setElement(name, key, value),
    capture: (script) => capture(shell, script, io),
    home: (user) => (user === '' ? variables.get('HOME') : user === 'root' ? '/root' : undefined),
    filesLike: (pattern) => filesLike(pattern, process.files),
    fail: (message) => new ShellError(message, dialect === 'bash' ? (shell.isInteractive ? 1 : 127) : 2),
  };
}

/** Runs a script in a subshell and returns its stdout. */
async function capture(shell: Shell, script: Script, io: Io): Promise<string> {
  const pipe = makePipe();
  const child = fork(shell, (own) => own.runScript(script, own.io, true), { ...io, stdout: pipe.writer });
  pipe.writer.close();
  const output = await readAtMost(pipe.reader, CAPTURE_BYTES_MAX);
  pipe.reader.close();
  if (output.length > CAPTURE_BYTES_MAX) throw new ShellError('Out of space', 2);
  shell.captured = (await shell.process.wait(child)).code;
  // Only bash's `$?` shows it within the same command.
  if (shell.dialect === 'bash') shell.status = shell.captured;
  return output;
}

/** A longer output of a command substitution ends the shell, as too little memory does. */
const CAPTURE_BYTES_MAX = 16 * 1024 * 1024;

async function readAtMost(reader: Reader, bytesMax: number): Promise<string> {
  const chunks: string[] = [];
  let length = 0;
  for (let bytes = await reader.read(); bytes !== '' && length <= bytesMax; bytes = await reader.read()) {
    chunks.push(bytes);
    length += bytes.length;
  }
  return chunks.join('');
}
