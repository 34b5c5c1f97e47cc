import { steadyUse } from '@klockwork/images';
import { HELD_BYTES_MAX, takeAllMemory } from '../process/out-of-memory.ts';
import type { Reader } from '../process/stream.ts';
import type { Call } from './call.ts';

/** Limits of reading an input. */
interface Need {
  /** Resource of the read: `memory` (default) for kept input, `processor` for streamed input. */
  readonly need?: 'memory' | 'processor';
  /** Max bytes to read. */
  readonly bytesMax?: number;
}

const MIB = 1024 * 1024;
/** Smaller inputs are not accounted for. */
const UNNOTICED_BYTES = MIB;

/**
 * Reads all input, accounting for kept bytes. Exceeding the container limit kills the process and rejects with StoppedError. An endless
 * input, such as /dev/zero, is not read on: growing memory and a whole processor are accounted for until the kill.
 */
export async function wholeInput(call: Call, reader: Reader, { need = 'memory', bytesMax = Infinity }: Need = {}): Promise<string> {
  const kept = new KeptInput(call, need);
  try {
    for await (const bytes of call.chunks(reader)) {
      if (!kept.add(bytes)) await kept.goOn();
      if (kept.bytes >= bytesMax) break;
    }
    return kept.take();
  } finally {
    kept.release();
  }
}

/** Input read so far, with its accounted resources. */
export class KeptInput {
  readonly #call: Call;
  readonly #need: 'memory' | 'processor';
  #chunks: string[] = [];
  #noticed = UNNOTICED_BYTES;
  #end: (() => void) | undefined;
  bytes = 0;

  constructor(call: Call, need: 'memory' | 'processor' = 'memory') {
    this.#call = call;
    this.#need = need;
  }

  /** Adds a chunk. False above {@link HELD_BYTES_MAX}: the input counts as endless. */
  add(bytes: string): boolean {
    this.#chunks.push(bytes);
    this.bytes += bytes.length;
    if (this.bytes < this.#noticed) return true;
    this.#noticed = this.bytes * 2;
    if (this.#need === 'memory') this.#use(this.bytes);
    return this.bytes < HELD_BYTES_MAX;
  }

  /** Returns and resets the kept input. */
  take(): string {
    const text = this.#chunks.join('');
    this.#chunks = [];
    this.bytes = 0;
    this.#noticed = UNNOTICED_BYTES;
    this.release();
    return text;
  }

  /** Emulates reading on without end until the kill. */
  goOn(): Promise<never> {
    this.#chunks = [];
    this.release();
    return takeAllMemory(this.#call.process, this.bytes, { keeps: this.#need === 'memory' });
  }

  /** Ends the accounting. */
  release(): void {
    this.#end?.();
    this.#end = undefined;
  }

  #use(bytes: number): void {
    const { process } = this.#call;
    this.release();
    this.#end = process.machine.use(process.pid, { memory: steadyUse(bytes) });
  }
}
