import { FileError } from '@klockwork/files';
import { HELD_BYTES_MAX, HeldMemory, OutOfMemoryError } from '../../../process/out-of-memory.ts';
import type { Call } from '../../call.ts';
import type { Expression, Program, Redirection } from './ast.ts';
import { AwkError } from './awk-error.ts';
import { RecordInput } from './inputs.ts';
import { CurrentRecord } from './record.ts';
import { RegexCache } from './regex-cache.ts';
import { Streams } from './streams.ts';
import { unescaped } from './tokens.ts';
import { fromOutside, INTEGERS_BELOW, type NumberStyle, numberOf, type Value } from './value.ts';
import { textOf } from './value-text.ts';
import { Variables } from './variables.ts';

/** Steps at the processor cost of one command: awk is faster than a shell. */
const STEPS_A_COMMAND = 50;
const DEFAULTS = {
  FS: ' ',
  OFS: ' ',
  ORS: '\n',
  RS: '\n',
  SUBSEP: '\x1c',
  CONVFMT: '%.6g',
  OFMT: '%.6g',
  RSTART: 0,
  RLENGTH: -1,
  NR: 0,
  FNR: 0,
};

/** Builtin function. Its arguments are expressions: `sub` assigns to its third one. */
export type Builtin = (on: Interpreter, args: readonly Expression[]) => Value | Promise<Value>;

/** Functions that expressions call: builtins, and user functions. The interpreter holds both, because functions evaluate expressions. */
export interface AwkFunctions {
  readonly builtins: Readonly<Record<string, Builtin>>;
  /** Calls a user function: arrays by reference, values by copy. */
  call(on: Interpreter, name: string, args: readonly Expression[], line: number): Promise<Value>;
}

/** Runtime state: variables, current record, input, and open streams. */
export class Interpreter {
  readonly call: Call;
  readonly program: Program;
  readonly functions: AwkFunctions;
  readonly variables = new Variables();
  readonly regexes = new RegexCache();
  readonly record: CurrentRecord;
  readonly streams: Streams;
  readonly held: HeldMemory;
  /** Result of the last function. */
  returned: Value;
  /** Exit code of the last `exit`. */
  status = 0;
  seed = 0;
  #steps = 0;
  #argument = 0;
  #input: RecordInput | undefined;
  #usedInput = false;

  constructor(call: Call, program: Program, functions: AwkFunctions, args: readonly string[]) {
    this.call = call;
    this.program = program;
    this.functions = functions;
    this.held = new HeldMemory(call.process);
    this.streams = new Streams(call, this.regexes);
    for (const [name, value] of Object.entries(DEFAULTS)) this.variables.global(name).value = value;
    const environment = this.variables.global('ENVIRON').elements;
    for (const [name, value] of call.process.environment) environment.set(name, fromOutside(value));
    const argv = this.variables.global('ARGV').elements;
    for (const [index, arg] of ['awk', ...args].entries()) argv.set(String(index), fromOutside(arg));
    this.variables.global('ARGC').value = args.length + 1;
    const settings = () => ({ fieldSeparator: this.setting('FS'), outputSeparator: this.setting('OFS'), style: this.style });
    this.record = new CurrentRecord(settings, this.regexes);
  }

  /** How numbers become texts. */
  get style(): NumberStyle {
    return this.#style('CONVFMT');
  }

  /** How `print` shows numbers. */
  get printStyle(): NumberStyle {
    return this.#style('OFMT');
  }

  /** Text of a builtin variable. */
  setting(name: string): string {
    const { value } = this.variables.global(name);
    return typeof value === 'string' ? value : textOf(value, { format: '%.6g', integersBelow: INTEGERS_BELOW.gnu });
  }

  text(value: Value): string {
    return textOf(value, this.style);
  }

  /** Concatenates. Throws OutOfMemoryError above the memory limit. */
  joined(left: string, right: string): string {
    if (left.length + right.length > HELD_BYTES_MAX) throw new OutOfMemoryError();
    return left + right;
  }

  /** Accounts for a replaced value. Throws OutOfMemoryError above the memory limit. */
  keep(value: Value, before: Value): void {
    this.held.change(sizeOf(value) - sizeOf(before));
  }

  /** `NAME=VALUE` of the command line. */
  assign(name: string, text: string): void {
    this.variables.global(name).value = fromOutside(unescaped(text));
  }

  /** Yields to other processes after much work. */
  async step(): Promise<void> {
    this.#steps += 1;
    if (this.#steps % STEPS_A_COMMAND === 0) await this.call.spend();
  }

  /** Reads and counts the next record; undefined at end of input. Throws AwkError for an unreadable file. */
  async nextRecord(): Promise<string | undefined> {
    for (;;) {
      const input = this.#input ?? this.#openNext();
      if (input === undefined) return undefined;
      this.#input = input;
      const text = await input.next(this.setting('RS'));
      if (text !== undefined) {
        this.count('NR');
        this.count('FNR');
        return text;
      }
      this.skipFile();
    }
  }

  count(name: 'NR' | 'FNR'): void {
    const variable = this.variables.global(name);
    variable.value = numberOf(variable.value) + 1;
  }

  /** Skips the rest of the current file. */
  skipFile(): void {
    this.#input?.close();
    this.#input = undefined;
  }

  /** Prints to stdout or a redirection. Throws AwkError when opening fails. */
  async print(text: string, redirection: { readonly to: Redirection['to']; readonly name: string } | undefined): Promise<void> {
    if (redirection === undefined) {
      await this.call.print(text);
      return;
    }
    try {
      await this.streams.write(redirection.to, redirection.name, text);
    } catch (error) {
      if (error instanceof FileError && error.code !== 'EPIPE') throw cannotOpen(this.call, redirection.name, error, 'write');
      throw error;
    }
  }

  #style(name: 'CONVFMT' | 'OFMT'): NumberStyle {
    return { format: this.setting(name), integersBelow: INTEGERS_BELOW[this.call.flavour] };
  }

  /** Next named file, or stdin without one. Executes assignments between them. */
  #openNext(): RecordInput | undefined {
    const argv = this.variables.global('ARGV').elements;
    while (++this.#argument < numberOf(this.variables.global('ARGC').value)) {
      const path = this.text(argv.get(String(this.#argument)));
      const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(path);
      if (assignment !== null) this.assign(assignment[1] ?? '', assignment[2] ?? '');
      else if (path !== '') return this.#open(path);
    }
    if (this.#usedInput) return undefined;
    return this.#open('-');
  }

  #open(path: string): RecordInput {
    this.#usedInput = true;
    this.variables.global('FNR').value = 0;
    this.variables.global('FILENAME').value = path === '-' ? '' : fromOutside(path);
    try {
      return new RecordInput(this.call.open(path), this.regexes);
    } catch (error) {
      if (error instanceof FileError) throw cannotOpen(this.call, path, error, 'read');
      throw error;
    }
  }
}

/** Error outside the program text: line 0. */
export function cannotOpen(call: Call, path: string, { message }: FileError, to: 'read' | 'write'): AwkError {
  if (!call.isBusybox) return new AwkError(`cannot open ${to === 'write' ? `"${path}" for output` : `${path} (${message})`}`, 0);
  return new AwkError(to === 'write' ? `can't open '${path}': ${message}` : `${path}: ${message}`, 0);
}

/** Assumed overhead of a value, bytes. */
const VALUE_BYTES = 32;

/** Returns the size of a value, bytes; 0 when unassigned. */
function sizeOf(value: Value): number {
  if (value === undefined) return 0;
  return VALUE_BYTES + (typeof value === 'string' ? value.length : typeof value === 'object' ? value.text.length : 0);
}
