import { FileError, type Files } from '@klockwork/files';
import { readerOf } from '../process/plain-streams.ts';
import { READ_BYTES, type Reader, type Writer } from '../process/stream.ts';
import { writeMessage } from '../process/write-message.ts';
import type { Main, Process } from '../process.ts';
import type { Dialect } from '../shell/dialect.ts';
import { KeptInput } from './kept-input.ts';
import { type OptionRules, type Options, parseOptions, UsageError } from './options.ts';

/** Origin of the utilities: messages and some output differ. */
export type Flavour = 'gnu' | 'busybox';

/** Utility. Returns its exit code. */
export type Command = (call: Call) => number | Promise<number>;

interface CallOptions {
  readonly process: Process;
  readonly name: string;
  readonly args: readonly string[];
  readonly flavour: Flavour;
  /** Dialect of the calling shell for builtins; executables behave like bash's or BusyBox's. */
  readonly dialect: Dialect;
  /** Prefix of messages; default: name and colon. */
  readonly prefix?: string;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
}

/** Bytes at the processor cost of one command. */
const BYTES_A_COMMAND = 2_048;

/** Errors of outputs only, never of the current input. */
const OUTPUT_ERRORS: ReadonlySet<string> = new Set(['EPIPE', 'ENOSPC', 'EROFS']);

/** A utility at work: its arguments, its streams, and the ways in which utilities speak. All text is byte strings. */
export class Call {
  readonly process: Process;
  readonly name: string;
  readonly args: readonly string[];
  readonly flavour: Flavour;
  readonly dialect: Dialect;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly #prefix: string;

  constructor({ process, name, args, flavour, dialect, prefix, stdin, stdout, stderr }: CallOptions) {
    this.process = process;
    this.name = name;
    this.args = args;
    this.flavour = flavour;
    this.dialect = dialect;
    this.#prefix = prefix ?? `${name}: `;
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  get files(): Files {
    return this.process.files;
  }

  get isBusybox(): boolean {
    return this.flavour === 'busybox';
  }

  now(): number {
    return this.process.machine.clock.now();
  }

  /** Writes to stdout, with backpressure. Returns status 0. */
  async print(text: string): Promise<0> {
    if (text !== '') await this.stdout.write(text);
    return 0;
  }

  /** Prints an error message after the name. Returns status 1. */
  async complain(message: string): Promise<1> {
    await writeMessage(this.stderr, `${this.#prefix}${message}\n`);
    return 1;
  }

  /** Prints a usage error. */
  async usage(message: string, status = 1): Promise<number> {
    const hint = this.flavour === 'gnu' && this.#prefix === `${this.name}: ` ? `Try '${this.name} --help' for more information.\n` : '';
    await writeMessage(this.stderr, `${this.#prefix}${message}\n${hint}`);
    return status;
  }

  /** Prints a file error: `gnu` and `busybox` are the words before the quoted path; without them, the bare path. */
  refused(path: string, error: unknown, { gnu = '', busybox = '' } = {}): Promise<1> {
    if (!(error instanceof FileError)) throw error;
    const words = this.isBusybox ? busybox : gnu;
    return this.complain(`${words === '' ? path : `${words} '${path}'`}: ${error.message}`);
  }

  /** Options by rules. Throws UsageError, which ends the utility. */
  options(rules: OptionRules, args = this.args): Options {
    return parseOptions(args, rules);
  }

  /** Yields to other processes after much work. */
  async spend(): Promise<void> {
    const wait = this.process.spend();
    if (wait !== undefined) await wait;
  }

  /** A file to read, or the input for `-`. Throws FileError. */
  open(path: string): Reader {
    return path === '-' ? this.stdin : this.process.openReader(path);
  }

  /** Yields input bytes on arrival. */
  async *chunks(reader: Reader): AsyncGenerator<string> {
    for (let bytes = await reader.read(READ_BYTES); bytes !== ''; bytes = await reader.read(READ_BYTES)) {
      yield bytes;
      for (let offset = 0; offset < bytes.length; offset += BYTES_A_COMMAND) await this.spend();
    }
  }

  /** Yields input lines without line ends; several at once if available. */
  async *lines(reader: Reader): AsyncGenerator<readonly string[]> {
    const rest = new KeptInput(this.process);
    try {
      for await (const bytes of this.chunks(reader)) {
        const end = bytes.lastIndexOf('\n');
        if (end >= 0) yield (rest.take() + bytes.slice(0, end)).split('\n');
        if (!rest.add(bytes.slice(end + 1))) await rest.goOn();
      }
      const last = rest.take();
      if (last !== '') yield [last];
    } finally {
      rest.release();
    }
  }

  /** Opens each file in turn (stdin without operands). Prints an error for unreadable files and returns `status` then. */
  async eachInput(
    paths: readonly string[],
    use: (reader: Reader, path: string) => Promise<unknown>,
    refusal?: { gnu?: string; busybox?: string; status?: number },
  ): Promise<number> {
    let status = 0;
    for (const path of paths.length === 0 ? ['-'] : paths) {
      try {
        const reader = this.open(path);
        const goesOn = await use(reader, path);
        if (path !== '-') reader.close();
        if (goesOn === false) break;
      } catch (error) {
        if (error instanceof FileError && OUTPUT_ERRORS.has(error.code)) throw error;
        await this.refused(path, error, refusal);
        status = refusal?.status ?? 1;
      }
    }
    return status;
  }

  /** Same utility in a child process, with the child's streams. */
  as(process: Process): Call {
    const { name, args, flavour, dialect } = this;
    const { stdin, stdout, stderr } = process;
    return new Call({ process, name, args, flavour, dialect, stdin, stdout, stderr });
  }

  /** The same utility's surroundings with other arguments or another input. */
  with(change: { readonly name?: string; readonly args?: readonly string[]; readonly input?: string }): Call {
    const { process, name, args, flavour, dialect, stdin, stdout, stderr } = this;
    return new Call({
      process,
      name,
      args,
      flavour,
      dialect,
      stdin: change.input === undefined ? stdin : readerOf(change.input),
      stdout,
      stderr,
      ...change,
    });
  }
}

/** Debian's `sh` prints one message for all output errors. */
function writeError({ dialect, name }: Call, { code, message }: FileError): string {
  if (code === 'EAGAIN') return `${dialect === 'ash' ? "can't fork" : 'fork'}: ${message}`;
  return dialect === 'dash' ? `${name}: I/O error` : `write error: ${message}`;
}

/** Runs a utility; usage errors and output errors end it. */
export async function runCommand(command: Command, call: Call): Promise<number> {
  try {
    return await command(call);
  } catch (error) {
    if (error instanceof UsageError) return call.usage(error.message, usageStatus(call.name));
    // Output is full, read-only or closed.
    if (error instanceof FileError && error.code !== 'EPIPE') return call.complain(writeError(call, error));
    throw error;
  }
}

function usageStatus(name: string): number {
  return ['ls', 'grep', 'egrep', 'fgrep', 'sort', '[', 'test'].includes(name) ? 2 : 1;
}

export function program(command: Command, flavour: Flavour): Main {
  return (process) => {
    const path = process.argv[0] ?? '';
    const args = process.argv.slice(1);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const { stdin, stdout, stderr } = process;
    const dialect = flavour === 'gnu' ? 'bash' : 'ash';
    return runCommand(command, new Call({ process, name, args, flavour, dialect, stdin, stdout, stderr }));
  };
}
