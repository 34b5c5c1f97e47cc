import type { ByteSource, ExecSession } from '@klockwork/pod-lifecycle';
import { noInput, type Reader, readerFrom, type Signal, type Writer, writerTo } from '@klockwork/userland';
import { Terminal } from './tty/terminal.ts';

export interface Streams {
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
}

/** Receives signal keys of a terminal, and terminal failures. */
export interface TerminalOwner {
  signal(signal: Signal): void;
  failed(error: unknown): void;
}

/** Streams of an `exec` process, connected to its client. */
export function streamsOf(session: ExecSession, owner: TerminalOwner): Streams {
  if (session.terminal !== undefined) return terminalStreams(session, owner);
  return {
    stdin: session.stdin === undefined ? noInput : readerOfSource(session.stdin),
    stdout: writerTo((bytes) => session.write('stdout', bytes)),
    stderr: writerTo((bytes) => session.write('stderr', bytes)),
  };
}

function terminalStreams(session: ExecSession, { signal, failed }: TerminalOwner): Streams {
  const terminal = new Terminal({ show: (bytes) => session.write('stdout', bytes), size: () => session.terminal?.size(), signal, failed });
  if (session.stdin === undefined) terminal.hangUp();
  else void pump(session.stdin, (bytes) => terminal.type(bytes)).then(() => terminal.hangUp(), failed);
  session.terminal?.onResize(() => signal('WINCH'));
  return { stdin: terminal.reader(), stdout: terminal.writer(), stderr: terminal.writer() };
}

/** Copies all bytes of a source, with backpressure. */
export async function pump(source: ByteSource, take: (bytes: string) => Promise<void> | undefined | void): Promise<void> {
  for (let bytes = await source.read(); bytes !== undefined; bytes = await source.read()) {
    const wait = take(bytes);
    if (wait !== undefined) await wait;
  }
}

/** Client input as a Reader; unread bytes stay for the next read. */
function readerOfSource(source: ByteSource): Reader {
  let rest = '';
  return readerFrom(async (bytesMax) => {
    if (rest === '') rest = (await source.read()) ?? '';
    const bytes = rest.slice(0, bytesMax);
    rest = rest.slice(bytes.length);
    return bytes;
  });
}
