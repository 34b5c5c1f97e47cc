import type { ByteSource, ExecSession } from '@klockwork/pod-lifecycle';
import { noInput, type Reader, readerFrom, type Signal, type Writer, writerTo } from '@klockwork/userland';
import { Terminal } from './tty/terminal.ts';

/** The three streams of a process. */
export interface Streams {
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
}

/** Receives the signals of a terminal's keys, and failures of the terminal itself. */
export interface TerminalOwner {
  signal(signal: Signal): void;
  failed(error: unknown): void;
}

/** The streams of a process that `exec` starts: those of its client. */
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

/** Hands on what comes until the end, each piece when the one before was taken. */
export async function pump(source: ByteSource, take: (bytes: string) => Promise<void> | undefined | void): Promise<void> {
  for (let bytes = await source.read(); bytes !== undefined; bytes = await source.read()) {
    const wait = take(bytes);
    if (wait !== undefined) await wait;
  }
}

/** Bytes of a client as they come; what one read did not take is there for the next. */
function readerOfSource(source: ByteSource): Reader {
  let rest = '';
  return readerFrom(async (bytesMax) => {
    if (rest === '') rest = (await source.read()) ?? '';
    const bytes = rest.slice(0, bytesMax);
    rest = rest.slice(bytes.length);
    return bytes;
  });
}
