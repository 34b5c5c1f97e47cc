import { steadyUse } from '@klockwork/images';
import { HELD_BYTES_MAX, takeAllMemory } from '../process/out-of-memory.ts';
import type { Process } from '../process.ts';

const MIB = 1024 * 1024;
/** Smaller inputs are not accounted for. */
const UNNOTICED_BYTES = MIB;

/** Input read so far, with its accounted resources. */
export class KeptInput {
  readonly #process: Process;
  readonly #need: 'memory' | 'processor';
  #chunks: string[] = [];
  #noticed = UNNOTICED_BYTES;
  #end: (() => void) | undefined;
  bytes = 0;

  constructor(process: Process, need: 'memory' | 'processor' = 'memory') {
    this.#process = process;
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
    return takeAllMemory(this.#process, this.bytes, { keeps: this.#need === 'memory' });
  }

  /** Ends the accounting. */
  release(): void {
    this.#end?.();
    this.#end = undefined;
  }

  #use(bytes: number): void {
    const process = this.#process;
    this.release();
    this.#end = process.machine.use(process.pid, { memory: steadyUse(bytes) });
  }
}
