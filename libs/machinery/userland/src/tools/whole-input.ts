import type { Reader } from '../process/stream.ts';
import type { Call } from './call.ts';
import { KeptInput } from './kept-input.ts';

/** Limits of reading an input. */
interface Need {
  /** Resource of the read: `memory` (default) for kept input, `processor` for streamed input. */
  readonly need?: 'memory' | 'processor';
  /** Max bytes to read. */
  readonly bytesMax?: number;
}

/**
 * Reads all input, accounting for kept bytes. Exceeding the container limit kills the process and rejects with StoppedError. An endless
 * input, such as /dev/zero, is not read on: growing memory and a whole processor are accounted for until the kill.
 */
export async function wholeInput(call: Call, reader: Reader, { need = 'memory', bytesMax = Infinity }: Need = {}): Promise<string> {
  const input = new KeptInput(call.process, need);
  try {
    for await (const bytes of call.chunks(reader)) {
      if (!input.add(bytes)) await input.goOn();
      if (input.bytes >= bytesMax) break;
    }
    return input.take();
  } finally {
    input.release();
  }
}
