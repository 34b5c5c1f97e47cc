import { FileError } from '@klockwork/files';
import { StoppedError } from '@klockwork/kernel';
import type { ContainerSpec, ExecSession } from '@klockwork/pod-lifecycle';
import { makePipe, noInput, type Signal, writerTo } from '@klockwork/userland';
import { pump, type Streams } from './exec-streams.ts';
import { Terminal } from './tty/terminal.ts';

/** Connections of a console. */
export interface ConsoleParts {
  readonly spec: Pick<ContainerSpec, 'stdin' | 'stdinOnce' | 'tty'>;
  /** The container's log. */
  log(stream: 'stdout' | 'stderr', bytes: string): void;
  /** Delivers a signal key of the terminal. */
  signal(signal: Signal): void;
  /** Reports a failed write of client input. */
  failed(error: unknown): void;
}

/** Receiver of input from attached clients. */
interface Keyboard {
  type(bytes: string): Promise<void> | undefined | void;
  end(): void;
}

/** Streams of a container's first process, shared with attached clients. A slow client slows the process. */
export class ContainerConsole {
  readonly streams: Streams;
  readonly #parts: ConsoleParts;
  readonly #keyboard: Keyboard | undefined;
  /** Created with the first client. */
  #clients: Set<ExecSession> | undefined;

  constructor(parts: ConsoleParts) {
    this.#parts = parts;
    const { streams, keyboard } = parts.spec.tty ? this.#terminal() : this.#pipes();
    this.streams = streams;
    this.#keyboard = parts.spec.stdin ? keyboard : undefined;
    if (parts.spec.tty && !parts.spec.stdin) keyboard?.end();
  }

  /** Attaches a client; returns its detach function. */
  attach(client: ExecSession): () => void {
    this.#clients = (this.#clients ?? new Set()).add(client);
    if (client.stdin !== undefined && this.#keyboard !== undefined) void this.#listen(client.stdin, this.#keyboard);
    const offResize = client.terminal?.onResize(() => this.#parts.signal('WINCH'));
    return () => {
      offResize?.();
      this.#clients?.delete(client);
      if (client.stdin !== undefined) this.#clientLeft();
    };
  }

  /** Ends the input after its first client. A terminal stays open for the next one. Models `Attach` of containerd's container_io.go. */
  #clientLeft(): void {
    const { stdinOnce, tty } = this.#parts.spec;
    if (stdinOnce && !tty) this.#keyboard?.end();
  }

  async #listen(stdin: NonNullable<ExecSession['stdin']>, keyboard: Keyboard): Promise<void> {
    try {
      await pump(stdin, (bytes) => keyboard.type(bytes));
    } catch (error) {
      // The process has closed its input, or ended.
      if (!(error instanceof StoppedError) && !(error instanceof FileError)) this.#parts.failed(error);
    }
    this.#clientLeft();
  }

  #terminal(): { streams: Streams; keyboard: Keyboard } {
    const terminal = new Terminal({
      show: (bytes) => this.#show('stdout', bytes),
      size: () => [...(this.#clients ?? [])].map((client) => client.terminal?.size()).findLast((size) => size !== undefined),
      signal: (signal) => this.#parts.signal(signal),
      failed: (error) => this.#parts.failed(error),
    });
    const streams = { stdin: terminal.reader(), stdout: terminal.writer(), stderr: terminal.writer() };
    return { streams, keyboard: { type: (bytes) => terminal.type(bytes), end: () => terminal.hangUp() } };
  }

  #pipes(): { streams: Streams; keyboard: Keyboard | undefined } {
    const out = (stream: 'stdout' | 'stderr') => writerTo((bytes) => this.#show(stream, bytes));
    const outputs = { stdout: out('stdout'), stderr: out('stderr') };
    if (!this.#parts.spec.stdin) return { streams: { stdin: noInput, ...outputs }, keyboard: undefined };
    const { reader, writer } = makePipe();
    return { streams: { stdin: reader, ...outputs }, keyboard: { type: (bytes) => writer.write(bytes), end: () => writer.close() } };
  }

  #show(stream: 'stdout' | 'stderr', bytes: string): Promise<void> | undefined {
    this.#parts.log(stream, bytes);
    const waits = [...(this.#clients ?? [])].map((client) => client.write(stream, bytes)).filter((wait) => wait !== undefined);
    return waits.length === 0 ? undefined : Promise.all(waits).then(() => {});
  }
}
