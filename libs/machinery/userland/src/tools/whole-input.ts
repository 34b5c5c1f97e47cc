import { steadyUse } from '@klockwork/images';
import { HELD_BYTES_MAX, takeAllMemory } from '../process/out-of-memory.ts';
import type { Reader } from '../process/stream.ts';
import type { Call } from './call.ts';

/** What a utility needs of an input. */
interface Need {
  /** It keeps what it reads (memory, unless said), or works through it and keeps nothing (processor). */
  readonly need?: 'memory' | 'processor';
  /** No more is read than this. */
  readonly bytesMax?: number;
}

const MIB = 1024 * 1024;
/** Below this nobody asks what a utility has in memory. */
const UNNOTICED_BYTES = MIB;

/**
 * Everything until the end of an input. The process has it in memory meanwhile, if it keeps it, and is killed where its container may
 * not have so much; rejects with StoppedError then. An input without an end, as /dev/zero, is not read on and on: the process takes
 * what that needs, more and more memory and a whole processor, until it is killed.
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

/** What was read so far, and what the process is accounted for because of it. */
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

  /** Takes more. False when it is so much that there is no end to it. */
  add(bytes: string): boolean {
    this.#chunks.push(bytes);
    this.bytes += bytes.length;
    if (this.bytes < this.#noticed) return true;
    this.#noticed = this.bytes * 2;
    if (this.#need === 'memory') this.#use(this.bytes);
    return this.bytes < HELD_BYTES_MAX;
  }

  /** Gives what was kept, and begins anew. */
  take(): string {
    const text = this.#chunks.join('');
    this.#chunks = [];
    this.bytes = 0;
    this.#noticed = UNNOTICED_BYTES;
    this.release();
    return text;
  }

  /** Reads on for ever, without reading: until the process is killed. */
  goOn(): Promise<never> {
    this.#chunks = [];
    this.release();
    return takeAllMemory(this.#call.process, this.bytes, { keeps: this.#need === 'memory' });
  }

  /** It has nothing in memory any more. */
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
