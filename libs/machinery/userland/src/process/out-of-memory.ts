import { steadyUse } from '@klockwork/images';
import type { Process } from '../process.ts';

const MIB = 1024 * 1024;
/** Max bytes of one process; above them its memory grows without end. All nodes of an agent share the host's memory. */
export const HELD_BYTES_MAX = 16 * MIB;
/** Growth of such a process, in bytes per second. */
const BYTES_PER_SECOND = 1024 * MIB;
const WHOLE_PROCESSOR = steadyUse(1_000);

/** A program wants more memory than is held for it: its process takes more and more until it is killed. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';
  constructor() {
    super('Cannot allocate memory');
  }
}

/** Whether an error says that a program wants too much memory: ours, or what V8 says of a string or an array that is too long. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof OutOfMemoryError) return true;
  return error instanceof RangeError && /^(Invalid (string|array|count)|Array buffer allocation|(Map|Set) maximum)/.test(error.message);
}

/**
 * Takes more and more memory, from `bytes` on, and a whole processor: until the process is killed with its container, or, where that has
 * no limit, by its node when all memory of that is gone. Rejects with StoppedError. Nothing is held for it meanwhile.
 */
export async function takeAllMemory(process: Process, bytes: number, { keeps = true } = {}): Promise<never> {
  const { machine } = process;
  const memory = { ...steadyUse(bytes), growthPerSecond: BYTES_PER_SECOND };
  process.killed.onStop(machine.use(process.pid, { cpu: WHOLE_PROCESSOR, ...(keeps && { memory }) }));
  return process.untilKilled();
}

/** Accounts for the memory of a program, whose process is killed above the limit of its container. */
export class HeldMemory {
  readonly #process: Process;
  #bytes = 0;
  #noticed = MIB;
  #release: (() => void) | undefined;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Adds `bytes`, which may be negative. Throws {@link OutOfMemoryError} above {@link HELD_BYTES_MAX}. */
  change(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > HELD_BYTES_MAX) throw new OutOfMemoryError();
    if (this.#bytes < this.#noticed) return;
    this.#noticed = this.#bytes * 2;
    this.#release?.();
    this.#release = this.#process.machine.use(this.#process.pid, { memory: steadyUse(this.#bytes) });
    if (this.#release !== undefined) this.#process.killed.onStop(this.#release);
  }
}
