import { FileError } from '@klockwork/files';
import { HeldMemory } from '../process/out-of-memory.ts';
import { writeMessage } from '../process/write-message.ts';
import type { Process } from '../process.ts';
import { ArithmeticError } from './arithmetic.ts';
import { arithmeticText } from './arithmetic-text.ts';
import type { Command, Script } from './ast.ts';
import { Exit, errorCode, LoopJump, Return, ShellError } from './control.ts';
import type { Dialect } from './dialect.ts';
import type { Io } from './io.ts';
import { Jobs } from './jobs.ts';
import { SignalQueue } from './signal-queue.ts';
import { ShellSyntaxError, syntaxErrorText } from './syntax-error.ts';
import { ReadonlyVariableError, Variables } from './variables.ts';

/** Builtin command of a shell. Returns its status. */
export type Builtin = (shell: Shell, args: readonly string[], io: Io) => number | Promise<number>;

/** Evaluation of parsed commands. The shell holds it, because commands evaluate commands. */
export interface Evaluator {
  readonly builtins: Readonly<Record<string, Builtin>>;
  runText(shell: Shell, text: string, io: Io): Promise<void>;
  runScript(shell: Shell, script: Script, io: Io, isLast?: boolean): Promise<void>;
  runCommand(shell: Shell, command: Command, io: Io): Promise<void>;
}

export interface ShellOptions {
  readonly process: Process;
  readonly dialect: Dialect;
  readonly evaluator: Evaluator;
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
  readonly evaluator: Evaluator;
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

  constructor({ process, dialect, evaluator, name, positional, isFile = false }: ShellOptions, parent?: Shell) {
    this.process = process;
    this.dialect = dialect;
    this.evaluator = evaluator;
    this.name = name;
    this.isFile = isFile;
    this.positional = positional;
    this.variables = parent?.variables.copy() ?? initialVariables(process, dialect);
    const memory = new HeldMemory(process);
    this.variables.onChange = (bytes) => memory.change(bytes);
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
    const { dialect, evaluator, name, positional, isFile } = this;
    return new Shell({ process, dialect, evaluator, name, positional, isFile }, this);
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
    await this.evaluator.runText(this, text, io);
  }

  /** Runs lists in sequence. `isLast`: the shell ends with them. */
  runScript(script: Script, io: Io, isLast = false): Promise<void> {
    return this.evaluator.runScript(this, script, io, isLast);
  }

  runCommand(command: Command, io: Io): Promise<void> {
    return this.evaluator.runCommand(this, command, io);
  }

  builtin(name: string): Builtin | undefined {
    return Object.hasOwn(this.evaluator.builtins, name) ? this.evaluator.builtins[name] : undefined;
  }
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
