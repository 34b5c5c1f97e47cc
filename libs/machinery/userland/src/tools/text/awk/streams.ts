import { FileError } from '@klockwork/files';
import { makePipe } from '../../../process/pipe.ts';
import type { Reader, Writer } from '../../../process/stream.ts';
import type { Child } from '../../../process.ts';
import type { Call } from '../../call.ts';
import type { Redirection } from './ast.ts';
import { RecordInput } from './inputs.ts';
import type { RegexCache } from './regex-cache.ts';

interface Output {
  readonly writer: Writer;
  readonly child?: Child;
}

interface Input {
  readonly records: RecordInput;
  readonly child?: Child;
}

/** Open files and commands of a program: opened at first use, open until `close`. */
export class Streams {
  readonly #call: Call;
  readonly #regexes: RegexCache;
  readonly #outputs = new Map<string, Output>();
  readonly #inputs = new Map<string, Input>();

  constructor(call: Call, regexes: RegexCache) {
    this.#call = call;
    this.#regexes = regexes;
  }

  /** Writes to a file or command. Throws FileError when opening fails. */
  async write(to: Redirection['to'], name: string, text: string): Promise<void> {
    const output = this.#outputs.get(name) ?? this.#openOutput(to, name);
    this.#outputs.set(name, output);
    await output.writer.write(text);
  }

  /** Records of a file or command output. Throws FileError when opening fails. */
  input(from: 'file' | 'command', name: string): RecordInput {
    const input = this.#inputs.get(name);
    if (input !== undefined) return input.records;
    const openedInput = from === 'file' ? { records: new RecordInput(this.#call.open(name), this.#regexes) } : this.#openCommand(name);
    this.#inputs.set(name, openedInput);
    return openedInput.records;
  }

  /** Closes a stream by name and waits for its command. Returns its status; -1 for an unknown name. */
  async close(name: string): Promise<number> {
    const output = this.#outputs.get(name);
    const input = this.#inputs.get(name);
    if (output === undefined && input === undefined) return -1;
    this.#outputs.delete(name);
    this.#inputs.delete(name);
    output?.writer.close();
    input?.records.close();
    const child = output?.child ?? input?.child;
    return child === undefined ? 0 : (await this.#call.process.wait(child)).code;
  }

  async closeAll(): Promise<void> {
    for (const name of [...this.#outputs.keys(), ...this.#inputs.keys()]) await this.close(name);
  }

  /** Runs a command with the program's streams. Returns its status. */
  async system(command: string): Promise<number> {
    const { stdin, stdout, stderr } = this.#call;
    return (await this.#call.process.wait(this.#shell(command, { stdin, stdout, stderr }))).code;
  }

  #openOutput(to: Redirection['to'], name: string): Output {
    const { process, stdout, stderr } = this.#call;
    if (to !== '|') {
      if (name === '/dev/stdout' || name === '-') return { writer: stdout.dup() };
      if (name === '/dev/stderr') return { writer: stderr.dup() };
      return { writer: process.openWriter(name, { append: to === '>>' }) };
    }
    const { reader, writer } = makePipe();
    const child = this.#shell(name, { stdin: reader, stdout, stderr });
    reader.close();
    return { writer, child };
  }

  #openCommand(command: string): Input {
    const { stdin, stderr } = this.#call;
    const { reader, writer } = makePipe();
    const child = this.#shell(command, { stdin, stdout: writer, stderr });
    writer.close();
    return { records: new RecordInput(reader, this.#regexes), child };
  }

  #shell(command: string, streams: { readonly stdin: Reader; readonly stdout: Writer; readonly stderr: Writer }): Child {
    return this.#call.process.spawn(['sh', '-c', command], streams);
  }
}

/** Result of `read`; undefined for an unreadable file. */
export async function undefinedIfUnreadable<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FileError && error.code !== 'EPIPE') return undefined;
    throw error;
  }
}
