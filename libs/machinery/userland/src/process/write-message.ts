import { FileError } from '@klockwork/files';
import type { Writer } from './stream.ts';

/** Writes a message to stderr. A failed write is ignored, like in stdio(3). A broken pipe rejects with EPIPE, since that is a signal. */
export async function writeMessage(stderr: Writer, message: string): Promise<void> {
  try {
    await stderr.write(message);
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
  }
}
