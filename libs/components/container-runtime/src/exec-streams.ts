import type { ByteSource, ExecSession } from '@klockwork/pod-lifecycle';
import { noInput, readerFrom, writerTo } from './process/plain-streams.ts';
import type { Reader, Writer } from './process/stream.ts';

/** The three streams of a process that `exec` starts: those of its client. */
export function streamsOf(session: ExecSession): { readonly stdin: Reader; readonly stdout: Writer; readonly stderr: Writer } {
  const isTerminal = session.terminal !== undefined;
  const writer = (stream: 'stdout' | 'stderr') => writerTo((bytes) => session.write(isTerminal ? 'stdout' : stream, bytes), { isTerminal });
  return {
    stdin: session.stdin === undefined ? noInput : readerOfSource(session.stdin),
    stdout: writer('stdout'),
    stderr: writer('stderr'),
  };
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
