import type { ByteSource, ExecSession } from '@klockwork/pod-lifecycle';
import { noInput, readerFrom, writerTo } from './process/plain-streams.ts';
import type { Signal } from './process/signals.ts';
import type { Reader, Writer } from './process/stream.ts';
import { Terminal } from './tty/terminal.ts';

/** The three streams of a process. */
export interface Streams {
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
}

/** The streams of a process that `exec` starts: those of its client. With a terminal, `signal` takes what its keys mean. */
export function streamsOf(session: ExecSession, signal: (signal: Signal) => void): Streams {
  if (session.terminal !== undefined) return terminalStreams(session, signal);
  return {
    stdin: session.stdin === undefined ? noInput : readerOfSource(session.stdin),
    stdout: writerTo((bytes) => session.write('stdout', bytes)),
    stderr: writerTo((bytes) => session.write('stderr', bytes)),
  };
}

function terminalStreams(session: ExecSession, signal: (signal: Signal) => void): Streams {
  const terminal = new Terminal({ show: (bytes) => session.write('stdout', bytes), size: () => session.terminal?.size(), signal });
  if (session.stdin === undefined) terminal.hangUp();
  else void pump(session.stdin, (bytes) => terminal.type(bytes)).then(() => terminal.hangUp());
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
