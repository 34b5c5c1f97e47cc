import { FileError } from '@klockwork/files';
import { HeldMemory } from '../process/out-of-memory.ts';
import { makePipe } from '../process/pipe.ts';
import type { Reader } from '../process/stream.ts';
import { writeMessage } from '../process/write-message.ts';
import type { Process } from '../process.ts';
import { ArithmeticError } from './arithmetic.ts';
import { arithmeticText } from './arithmetic-text.ts';
import type { Command, Script } from './ast.ts';
import { Exit, errorCode, LoopJump, Return, ShellError } from './control.ts';
import type { Dialect } from './dialect.ts';
import { fork, runScript } from './evaluate.ts';
import type { ExpansionScope } from './expand.ts';
import { filesLike } from './glob.ts';
import type { Io } from './io.ts';
import { Jobs } from './jobs.ts';
import { assignTo, parameterValue } from './parameter-value.ts';
import { runLines } from './run-text.ts';
import { SignalQueue } from './signal-queue.ts';
import { ShellSyntaxError, syntaxErrorText } from './syntax-error.ts';
import { ReadonlyVariableError, Variables } from './variables.ts';

/** Start options of a shell. */
export interface ShellOptions {
  readonly process: Process;
  readonly dialect: Dialect;
  /** `$0` */
  readonly name: string;
  readonly positional: readonly string[];
  /** Commands are from a file: messages include line numbers. */
  readonly isFile?: boolean;
}

/** The state of one shell: variables, functions, options, traps, jobs. */
export class Shell {
  readonly process: Process;
  readonly dialect: Dialect;
  readonly name: string;
  readonly isFile: boolean;
  readonly variables: Variables;
  readonly functions: Map<string, Command>;
  readonly options: Set<string>;
  readonly signals: SignalQueue;
  readonly jobs = new Jobs();
  positional: readonly string[];
  /** `$?` */
  status = 0;
  /** Status of the last command substitution: also of an assignment without a command. */
  captured = 0;
  /** `$$` */
  readonly mainPid: number;
  /** Line of the current command. */
  line = 1;
  /** Above 0 in tested commands (`if`, `&&`, `!`), exempt from `set -e`. */
  testing = 0;
  functionDepth = 0;
  loopDepth = 0;
  isInteractive = false;
  /** Default descriptors; `exec > file` changes them. */
  io: Io;

  constructor({ process, dialect, name, positional, isFile = false }: ShellOptions, parent?: Shell) {
    this.process = process;
    this.dialect = dialect;
    this.name = name;
    this.isFile = isFile;
    this.positional = positional;
    this.variables = parent?.variables.copy() ?? initialVariables(process, dialect);
    const held = new HeldMemory(process);
    this.variables.onChange = (bytes) => held.change(bytes);
    this.functions = new Map(parent?.functions);
    this.options = new Set(parent?.options);
    this.signals = new SignalQueue(process);
    this.status = parent?.status ?? 0;
    this.mainPid = parent?.mainPid ?? process.pid;
    this.line = parent?.line ?? 1;
    this.testing = parent?.testing ?? 0;
    this.functionDepth = parent?.functionDepth ?? 0;
    this.io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, others: parent?.io.others ?? new Map() };
    for (const [signal, action] of parent?.signals.actions ?? []) if (action === '') this.signals.set(signal, '');
  }

  /** Copy of this shell for a forked process. */
  in(process: Process): Shell {
    const { dialect, name, positional, isFile } = this;
    return new Shell({ process, dialect, name, positional, isFile }, this);
  }

  /** Prefix of error messages. */
  get prefix(): string {
    if (this.dialect === 'dash') return `${this.name}: ${this.isInteractive ? '' : `${this.line}: `}`;
    const says = this.dialect === 'bash' ? !this.isInteractive : this.isFile;
    return `${this.name}: ${says ? `line ${this.line}: ` : ''}`;
  }

  async complain(io: Io, message: string): Promise<void> {
    await writeMessage(io.stderr, `${this.prefix}${message}\n`);
  }

  /** Runs what a whole shell runs: `exit`, errors and the EXIT trap end here. Gives the exit code. */
  async runToEnd(run: () => Promise<void>): Promise<number> {
    const code = await this.guard(this.io, run);
    const onExit = this.signals.actions.get('EXIT');
    if (onExit === undefined || onExit === '') return code;
    this.signals.set('EXIT', undefined);
    this.status = code;
    return this.guard(this.io, async () => {
      await this.runText(onExit, this.io);
      this.status = code;
    });
  }

  /** Runs a function; errors that end a shell end only `run`. Returns its status. */
  async guard(io: Io, run: () => Promise<void>): Promise<number> {
    try {
      await run();
      return this.status;
    } catch (error) {
      if (error instanceof Exit || error instanceof Return) return error.code;
      if (error instanceof LoopJump) return this.status;
      const failure = this.failureOf(error);
      if (failure === undefined) throw error;
      await writeMessage(io.stderr, `${failure.message}\n`);
      return failure.code;
    }
  }

  /** Message and exit code of a script error; undefined for other errors. */
  failureOf(error: unknown): { readonly message: string; readonly code: number } | undefined {
    const { prefix, dialect } = this;
    if (error instanceof ShellError) return { message: `${prefix}${error.message}`, code: error.code };
    if (error instanceof ArithmeticError) return { message: `${prefix}${arithmeticText(error, dialect)}`, code: errorCode(dialect) };
    if (error instanceof ReadonlyVariableError)
      return { message: `${prefix}${readonlyText(error.variable, dialect)}`, code: errorCode(dialect) };
    if (!(error instanceof ShellSyntaxError)) return undefined;
    this.line = error.line;
    const from = dialect === 'bash' && !this.isFile && !this.isInteractive ? `${this.name}: -c: line ${error.line}: ` : this.prefix;
    return { message: `${from}${syntaxErrorText(error, dialect)}`, code: 2 };
  }

  /** Runs a text here: `eval`, a trap, a sourced file. */
  async runText(text: string, io: Io): Promise<void> {
    await runLines(this, text, io);
  }

  scope(io: Io): ExpansionScope {
    const { dialect, positional, options, process } = this;
    return {
      dialect,
      positional,
      ifs: this.variables.get('IFS') ?? ' \t\n',
      refusesUnset: options.has('u'),
      ignoresPatterns: options.has('f'),
      variable: (name) => parameterValue(name, this),
      assign: (name, value) => assignTo(name, value, this),
      array: (name) => this.variables.array(name),
      assignElement: (name, key, value) => this.variables.setElement(name, key, value),
      capture: (script) => this.capture(script, io),
      home: (user) => (user === '' ? this.variables.get('HOME') : user === 'root' ? '/root' : undefined),
      filesLike: (pattern) => filesLike(pattern, process.files),
      fail: (message) => new ShellError(message, dialect === 'bash' ? (this.isInteractive ? 1 : 127) : 2),
    };
  }

  /** Runs a script in a subshell and returns its stdout. */
  async capture(script: Script, io: Io): Promise<string> {
    const { process } = this;
    const pipe = makePipe();
    const child = fork(this, (shell) => runScript(shell, script, shell.io, true), { ...io, stdout: pipe.writer });
    pipe.writer.close();
    const output = await readAtMost(pipe.reader, CAPTURE_BYTES_MAX);
    pipe.reader.close();
    if (output.length > CAPTURE_BYTES_MAX) throw new ShellError('Out of space', 2);
    this.captured = (await process.wait(child)).code;
    // Only bash's `$?` shows it within the same command.
    if (this.dialect === 'bash') this.status = this.captured;
    return output;
  }
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

/** Initial variables. Exports `PWD`; all dialects but dash count `SHLVL`. */
function initialVariables({ environment, files, parent }: Process, dialect: Dialect): Variables {
  const variables = new Variables(environment, environment.keys());
  variables.set('IFS', ' \t\n');
  variables.set('OPTIND', '1');
  variables.set('PPID', String(parent));
  if (dialect !== 'dash') {
    variables.set('SHLVL', String((Number(variables.get('SHLVL')) || 0) + 1));
    variables.export('SHLVL');
  }
  try {
    variables.set('PWD', files.workingDirectory);
    variables.export('PWD');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
  return variables;
}

function readonlyText(name: string, dialect: Dialect): string {
  return dialect === 'bash' ? `${name}: readonly variable` : `${name}: is read only`;
}
