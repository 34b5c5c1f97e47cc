import { FileError } from '@klockwork/files';
import type { Reader, Writer } from '../process/stream.ts';

/** Descriptors of a command: the three standard ones, plus those known to this shell only. */
export interface Io {
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly others: ReadonlyMap<number, Reader | Writer>;
}

/** Handle of a descriptor. Throws EBADF. */
export function descriptor(io: Io, number: number): Reader | Writer {
  const handle = number === 0 ? io.stdin : number === 1 ? io.stdout : number === 2 ? io.stderr : io.others.get(number);
  if (handle === undefined) throw new FileError('EBADF');
  return handle;
}

/** Copy with one descriptor replaced. */
export function withDescriptor(io: Io, number: number, handle: Reader | Writer | undefined): Io {
  if (number === 0) return { ...io, stdin: handle !== undefined && 'read' in handle ? handle : closedInput };
  if (number > 2) {
    const others = new Map(io.others);
    if (handle === undefined) others.delete(number);
    else others.set(number, handle);
    return { ...io, others };
  }
  const output = handle !== undefined && 'write' in handle ? handle : closedOutput;
  return number === 1 ? { ...io, stdout: output } : { ...io, stderr: output };
}

const refuse = () => Promise.reject(new FileError('EBADF'));
const closedInput: Reader = { isTerminal: false, read: refuse, dup: () => closedInput, close: () => {} };
const closedOutput: Writer = { isTerminal: false, write: refuse, dup: () => closedOutput, close: () => {} };
