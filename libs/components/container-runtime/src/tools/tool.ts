import type { Process } from '../process.ts';

/** A command that images bring along. Gives its exit code; rejects with StoppedError when its container is killed. */
export type Tool = (process: Process, args: readonly string[]) => number | Promise<number>;
