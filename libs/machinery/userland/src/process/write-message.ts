import { FileError } from '@klockwork/files';
import type { Writer } from './stream.ts';

/**
 * Writes a message to the standard error. A message that cannot be written is lost, as with stdio(3). A broken
 * pipe rejects with EPIPE, since it is a signal.
 */
export async function writeMessage(stderr: Writer, message: string): Promise<void> {
  try {
    await stderr.write(message);
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
  }
}
