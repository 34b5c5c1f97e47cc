import { FileError } from '@klockwork/files';
import { OutOfMemoryError } from '../process/out-of-memory.ts';
import type { Reader } from '../process/stream.ts';
import { writeMessage } from '../process/write-message.ts';
import type { Script } from './ast.ts';
import { Exit, LoopJump, Return } from './control.ts';
import { runScript, runTraps } from './evaluate.ts';
import { parseLine } from './parse.ts';
import { Scanner } from './scanner.ts';
import type { Shell } from './shell.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/** Max length of an incomplete command. */
const LINE_MAX = 1_048_576;
/** Characters at the processor cost of one command. */
const CHARS_A_COMMAND = 32;
/** Exit code of an interrupted command or line. */
const INTERRUPTED = 130;

/** Runs commands from stdin line by line, with prompts when interactive. Returns the exit code. */
export function runFromInput(shell: Shell): Promise<number> {
  return shell.runToEnd(() => (shell.isInteractive ? converse(shell) : obey(shell)));
}

async function obey(shell: Shell): Promise<void> {
  const input = new LineInput(shell);
  for (let line = await input.next(); line !== undefined; line = await input.next()) {
    await runScript(shell, line, shell.io);
    await runTraps(shell, shell.io);
  }
}

/** Errors and interrupts end only the current line. Exit code is that of the last command. */
async function converse(shell: Shell): Promise<void> {
  const input = new LineInput(shell);
  let interrupted = false;
  shell.process.onSignal('INT', () => {
    interrupted = true;
    input.interrupt();
  });
  shell.process.onSignal('TERM', 'ignore');
  shell.process.onSignal('QUIT', 'ignore');
  for (;;) {
    await tellOfJobs(shell);
    const line = await readOne(shell, input);
    if (line === 'end') break;
    if (line === 'again') continue;
    interrupted = false;
    await runTyped(shell, line);
    if (interrupted) await writeMessage(shell.io.stderr, '\n');
    await runTraps(shell, shell.io);
  }
  if (shell.dialect === 'bash') await writeMessage(shell.io.stderr, 'exit\n');
}

/** Runs an interactive line; only `exit` ends the shell. */
async function runTyped(shell: Shell, line: Script): Promise<void> {
  try {
    await runScript(shell, line, shell.io);
  } catch (error) {
    if (error instanceof Exit) throw error;
    if (error instanceof Return || error instanceof LoopJump) return;
    const failure = shell.failureOf(error);
    if (failure === undefined) throw error;
    await writeMessage(shell.io.stderr, `${failure.message}\n`);
    shell.status = failure.code;
  }
}

async function readOne(shell: Shell, input: LineInput): Promise<Script | 'end' | 'again'> {
  try {
    return (await input.next()) ?? 'end';
  } catch (error) {
    const failure = shell.failureOf(error);
    if (failure === undefined) throw error;
    await writeMessage(shell.io.stderr, `${failure.message}\n`);
    shell.status = failure.code;
    input.drop();
    return 'again';
  }
}

async function tellOfJobs(shell: Shell): Promise<void> {
  for (const job of shell.jobs.all()) {
    if (job.status === undefined) continue;
    await writeMessage(shell.io.stderr, `[${job.number}]+  Done                    ${job.text}\n`);
    shell.jobs.forget(job);
  }
}

/** Next character; empty when stdin is unreadable or ended. */
async function readKey(input: Reader): Promise<string> {
  try {
    return await input.read(1);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return '';
  }
}

/** Collects input lines into complete commands. */
class LineInput {
  readonly #shell: Shell;
  #text = '';
  #line = 1;
  /** Pending read, reused after an interrupt. */
  #key: Promise<string> | undefined;
  #giveUp: () => void = () => {};

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** Discards an incomplete command. */
  drop(): void {
    this.#text = '';
  }

  /** Discards the line and prints a new prompt. */
  interrupt(): void {
    this.drop();
    this.#giveUp();
  }

  /** The next whole command; undefined at the end. Throws ShellSyntaxError. */
  async next(): Promise<Script | undefined> {
    this.#text = '';
    for (;;) {
      await this.#prompt();
      const line = await this.#readLine();
      if (line === undefined) {
        this.drop();
        this.#shell.status = INTERRUPTED;
        await writeMessage(this.#shell.io.stderr, '\n');
        continue;
      }
      this.#text += line;
      if (line === '' && this.#text === '') return undefined;
      const script = this.#parse(line === '');
      if (script !== undefined) return script;
    }
  }

  async #prompt(): Promise<void> {
    const { isInteractive, io, variables, dialect, process } = this.#shell;
    if (!isInteractive) return;
    const usual = process.files.user.uid === 0 ? '# ' : '$ ';
    const prompt =
      this.#text === ''
        ? (variables.get('PS1') ?? (dialect === 'dash' ? usual : promptOf(this.#shell, usual)))
        : (variables.get('PS2') ?? '> ');
    await writeMessage(io.stderr, prompt);
  }

  /** Undefined after an interrupt. */
  async #readLine(): Promise<string | undefined> {
    const { io, isInteractive, process } = this.#shell;
    const interruption = new Promise<undefined>((resolve) => {
      this.#giveUp = () => resolve(undefined);
    });
    let line = '';
    for (let read = 1; ; read++) {
      if (this.#text.length + line.length > LINE_MAX) throw new OutOfMemoryError();
      if (read % CHARS_A_COMMAND === 0) await process.spend();
      this.#key ??= readKey(io.stdin);
      const char = isInteractive ? await Promise.race([this.#key, interruption]) : await this.#key;
      if (char === undefined) return undefined;
      this.#key = undefined;
      if (char !== '\0') line += char;
      if (char === '\n' || char === '') break;
    }
    return line;
  }

  /** Undefined for incomplete text. */
  #parse(isEnd: boolean): Script | undefined {
    const scanner = new Scanner(this.#text, this.#shell.dialect, this.#line);
    try {
      const lines: Script[number][] = [];
      if (!isEnd && (/\\\n$/.test(this.#text) || hasOpenHereDocument(this.#text))) return undefined;
      for (let script = parseLine(scanner); script !== undefined; script = parseLine(scanner)) lines.push(...script);
      this.#line += this.#text.split('\n').length - 1;
      return lines;
    } catch (error) {
      if (error instanceof ShellSyntaxError && error.isIncomplete && !isEnd) return undefined;
      this.#line += this.#text.split('\n').length - 1;
      throw error;
    }
  }
}

function hasOpenHereDocument(text: string): boolean {
  return [...text.matchAll(/<<-?\s*(["'\\]?)([A-Za-z_]\w*)\1/g)].some(([, , end = '']) => !new RegExp(`\\n\\t*${end}\\n`).test(text));
}

function promptOf({ dialect, process, variables }: Shell, usual: string): string {
  const path = variables.get('PWD') ?? '/';
  const shownPath = path === variables.get('HOME') ? '~' : path;
  return dialect === 'bash' ? `root@${process.machine.hostname}:${shownPath}${usual}` : `${shownPath} ${usual}`;
}
