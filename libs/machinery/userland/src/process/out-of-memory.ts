import { steadyUse } from '@klockwork/images';
import type { Process } from '../process.ts';

const MIB = 1024 * 1024;
/** Max bytes held for one process, as all nodes of an agent share host memory. Above it, only accounted memory grows. */
export const HELD_BYTES_MAX = 16 * MIB;
/** Growth of such a process, in bytes per second. */
const BYTES_PER_SECOND = 1024 * MIB;
const WHOLE_PROCESSOR = steadyUse(1_000);

/** Program exceeds {@link HELD_BYTES_MAX}: its accounted memory grows until the kill. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';
  constructor() {
    super('Cannot allocate memory');
  }
}

/** Returns whether an error means out of memory: ours, or V8's for a string or array beyond its max length. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof OutOfMemoryError) return true;
  return error instanceof RangeError && /^(Invalid (string|array|count)|Array buffer allocation|(Map|Set) maximum)/.test(error.message);
}

/**
 * Accounts for growing memory from `bytes` on, plus one whole processor, until the OOM kill of the container; without a limit, until its
 * node evicts. Rejects with StoppedError. Allocates nothing.
 */
export async function takeAllMemory(process: Process, bytes: number, { keeps = true } = {}): Promise<never> {
  const { machine } = process;
  const memory = { ...steadyUse(bytes), growthPerSecond: BYTES_PER_SECOND };
  process.killed.onStop(machine.use(process.pid, { cpu: WHOLE_PROCESSOR, ...(keeps && { memory }) }));
  return process.untilKilled();
}

/** Accounts for program memory. Exceeding the container limit kills the process. */
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
