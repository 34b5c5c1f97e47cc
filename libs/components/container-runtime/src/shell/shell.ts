import { FileError, type Files } from '@klockwork/files';
import { assert, StoppedError } from '@klockwork/kernel';
import type { Signal } from '../process/signals.ts';
import type { Process } from '../process.ts';
import type { Stream } from '../tools/tool.ts';
import type { AndOr, Command, Pipeline, Script } from './ast.ts';
import { shellBuiltins } from './builtins.ts';
import { Exit, LoopJump } from './control.ts';
import { type ExpansionScope, expandText, expandWords } from './expand.ts';
import type { Io } from './io.ts';
import { parameterValue } from './parameter-value.ts';
import { parse } from './parse.ts';
import { redirect } from './redirect.ts';
import { runExecutable } from './run-executable.ts';
import { ShellSyntaxError } from './scanner.ts';

/** The state of one shell, and the evaluation of its commands. */
export class Shell {
  readonly process: Process;
  readonly name: string;
  /** The files from where this shell is. */
  readonly files: Files;
  /** Not a subshell: signals reach it. */
  readonly isTop: boolean;
  #io: Io | undefined;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly traps = new Map<string, string>();
  readonly jobs: Promise<number>[] = [];
  positional: readonly string[];
  options = new Set<string>();
  status = 0;
  readonly #pending: Signal[] = [];
  #interruptWait: (() => void) | undefined;

  constructor(process: Process, name: string, positional: readonly string[], parent?: Shell) {
    this.process = process;
    this.isTop = parent === undefined;
    this.files = (parent?.files ?? process.files).as({});
    this.name = name;
    this.positional = positional;
    this.variables = new Map(parent?.variables ?? process.environment);
    this.exported = new Set(parent?.exported ?? process.environment.keys());
    this.options = new Set(parent?.options);
    this.status = parent?.status ?? 0;
  }

  /** Runs a whole script: syntax errors, `exit` and the EXIT trap end here. */
  async runText(text: string, io: Io): Promise<number> {
    this.#io = io;
    const code = await this.#guard(io, async () => {
      await this.runScript(parse(text), io);
      return this.status;
    });
    const onExit = this.traps.get('EXIT');
    if (onExit === undefined) return code;
    this.traps.delete('EXIT');
    this.status = code;
    return this.#guard(io, async () => {
      await this.runScript(parse(onExit), io);
      return code;
    });
  }

  async #guard(io: Io, run: () => Promise<number>): Promise<number> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof Exit) return error.code;
      if (error instanceof LoopJump) return this.status;
      if (!(error instanceof ShellSyntaxError)) throw error;
      io.write('stderr', `${this.name}: ${error.message}\n`);
      return 2;
    }
  }

  /** A signal for the first process: its trap runs after the command at hand, or ends a `wait`. */
  signalled(signal: Signal): void {
    if (!this.traps.has(signal)) return;
    this.#pending.push(signal);
    this.#interruptWait?.();
  }

  /** `wait`: until all jobs ended, or a trapped signal came. */
  async waitForJobs(): Promise<number> {
    const interrupted = new Promise<number>((resolve) => {
      this.#interruptWait = () => resolve(143);
    });
    try {
      if (this.#pending.length > 0) return 143;
      const code = await Promise.race([Promise.all(this.jobs.splice(0)).then((codes) => codes.at(-1) ?? 0), interrupted]);
      if (this.process.killed.stopped) throw new StoppedError();
      return code;
    } finally {
      this.#interruptWait = undefined;
    }
  }

  async runScript(script: Script, io: Io): Promise<void> {
    for (const item of script) {
      if (item.background) this.#runInBackground(item, io);
      else await this.#runAndOr(item, io);
      await this.#runTraps(io);
    }
  }

  async #runTraps(io: Io): Promise<void> {
    for (let signal = this.#pending.shift(); signal !== undefined; signal = this.#pending.shift()) {
      const status = this.status;
      await this.runScript(parse(this.traps.get(signal) ?? ''), io);
      this.status = status;
    }
  }

  #runInBackground(item: AndOr, io: Io): void {
    const child = this.fork();
    const job = child.#guard(io, async () => {
      await child.#runAndOr({ ...item, background: false }, io);
      return child.status;
    });
    // A killed job is waited for by nobody: its container is gone.
    this.jobs.push(
      job.catch((error: unknown) => {
        assert(error instanceof StoppedError, String(error));
        return 137;
      }),
    );
    this.status = 0;
  }

  async #runAndOr({ pipelines, operators }: AndOr, io: Io): Promise<void> {
    for (const [index, pipeline] of pipelines.entries()) {
      const operator = operators[index - 1];
      if (operator === '&&' && this.status !== 0) continue;
      if (operator === '||' && this.status === 0) continue;
      await this.#runPipeline(pipeline, io);
      const isTested = index < pipelines.length - 1 || pipeline.negated;
      if (this.status !== 0 && this.options.has('e') && !isTested && !this.#testing) throw new Exit(this.status);
    }
  }

  #testing = 0;

  async #runPipeline({ commands, negated }: Pipeline, io: Io): Promise<void> {
    let { input } = io;
    for (const [index, command] of commands.entries()) {
      if (index === commands.length - 1) {
        const last = commands.length === 1 ? this : this.fork();
        await last.#runCommand(command, commands.length === 1 ? io : { input, write: (stream, text) => io.write(stream, text) });
        this.status = last.status;
      } else input = await this.#capture(io, (child, captured) => child.#runCommand(command, { ...captured, input }));
    }
    if (negated) this.status = this.status === 0 ? 1 : 0;
  }

  async #runCommand(command: Command, io: Io): Promise<void> {
    const wait = this.process.spend();
    if (wait !== undefined) await wait;
    const redirected = command.redirects.length === 0 ? io : await this.#redirect(command, io);
    if (redirected === undefined) return;
    switch (command.kind) {
      case 'simple':
        return this.#runSimple(command, redirected);
      case 'group':
        return command.subshell ? this.#runSubshell(command.body, redirected) : this.runScript(command.body, redirected);
      case 'if':
        return this.#runIf(command, redirected);
      case 'while':
        return this.#runWhile(command, redirected);
      case 'for':
        return this.#runFor(command, redirected);
    }
  }

  async #redirect({ redirects }: Command, io: Io): Promise<Io | undefined> {
    try {
      return await redirect(redirects, io, this.process, (word) => expandText(word, this.#scope(io)));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      io.write('stderr', `${this.name}: ${error.message}\n`);
      this.status = 1;
    }
  }

  async #runSubshell(body: Script, io: Io): Promise<void> {
    const child = this.fork();
    this.status = await child.#guard(io, async () => {
      await child.runScript(body, io);
      return child.status;
    });
  }

  async #holds(condition: Script, io: Io): Promise<boolean> {
    this.#testing += 1;
    await this.runScript(condition, io);
    this.#testing -= 1;
    return this.status === 0;
  }

  async #runIf(command: Command & { kind: 'if' }, io: Io): Promise<void> {
    for (const { condition, body } of command.branches) {
      if (await this.#holds(condition, io)) return this.runScript(body, io);
    }
    this.status = 0;
    if (command.otherwise !== undefined) await this.runScript(command.otherwise, io);
  }

  async #runWhile({ condition, until, body }: Command & { kind: 'while' }, io: Io): Promise<void> {
    let status = 0;
    while ((await this.#holds(condition, io)) !== until) {
      if ((await this.#runLoopBody(body, io)) === 'break') break;
      status = this.status;
    }
    this.status = status;
  }

  async #runFor({ name, items, body }: Command & { kind: 'for' }, io: Io): Promise<void> {
    const values = items === undefined ? this.positional : await expandWords(items, this.#scope(io));
    this.status = 0;
    for (const value of values) {
      this.variables.set(name, value);
      if ((await this.#runLoopBody(body, io)) === 'break') break;
    }
  }

  async #runLoopBody(body: Script, io: Io): Promise<'break' | 'go on'> {
    try {
      await this.runScript(body, io);
      return 'go on';
    } catch (error) {
      if (!(error instanceof LoopJump)) throw error;
      if (error.levels > 1) throw new LoopJump(error.kind, error.levels - 1);
      return error.kind === 'break' ? 'break' : 'go on';
    }
  }

  async #runSimple({ assignments, words }: Command & { kind: 'simple' }, io: Io): Promise<void> {
    const scope = this.#scope(io);
    const [name, ...args] = await expandWords(words, scope);
    const assigned = new Map<string, string>();
    for (const assignment of assignments) assigned.set(assignment.name, await expandText(assignment.value, scope));
    if (name === undefined) {
      for (const [variable, value] of assigned) this.variables.set(variable, value);
      // Its status is that of the last command substitution, which capture() left behind.
      if (words.length === 0 && assignments.length === 0) this.status = 0;
      return;
    }
    const builtin = shellBuiltins[name];
    this.status = builtin === undefined ? await this.execute([name, ...args], io, { assigned }) : await builtin(this, args, io);
  }

  /** Runs an executable. `replaces`: in the place of this shell, so that signals reach it. */
  async execute(argv: readonly string[], io: Io, how: { assigned?: ReadonlyMap<string, string>; replaces?: boolean }): Promise<number> {
    const environment = new Map([...this.#exportedVariables(), ...(how.assigned ?? [])]);
    const replaces = how.replaces && io === this.#io;
    return runExecutable(this, argv, { environment, io, replaces });
  }

  *#exportedVariables(): Iterable<[string, string]> {
    for (const name of this.exported) {
      const value = this.variables.get(name);
      if (value !== undefined) yield [name, value];
    }
  }

  #scope(io: Io): ExpansionScope {
    return {
      positional: this.positional,
      variable: (name) => this.#variable(name),
      assign: (name, value) => void this.variables.set(name, value),
      capture: (script) => this.#capture(io, (child, captured) => child.runScript(script, captured)),
      complain: (message) => io.write('stderr', `${this.name}: ${message}\n`),
    };
  }

  #variable(name: string): string | undefined {
    const { positional, variables, status, jobs } = this;
    const random = () => this.process.machine.random.integer(32_768);
    return parameterValue(name, { name: this.name, positional, variables, status, jobs: jobs.length, random });
  }

  /** What `run` writes to its standard output, in a subshell. */
  async #capture(io: Io, run: (child: Shell, captured: Io) => Promise<void>): Promise<string> {
    const child = this.fork();
    const output: string[] = [];
    const write = (stream: Stream, text: string) => (stream === 'stdout' ? void output.push(text) : io.write(stream, text));
    this.status = await child.#guard(io, async () => {
      await run(child, { input: io.input, write });
      return child.status;
    });
    return output.join('');
  }

  /** A subshell: sees the variables, changes its own. */
  fork(): Shell {
    return new Shell(this.process, this.name, this.positional, this);
  }
}
