import type { Failure } from './failures.ts';

/** Result of one file of tests. */
export interface FileSummary {
  /** Relative to the current folder. */
  readonly path: string;
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** Result of one run of Vitest. `failures` are errors of no file, for example a rejected promise that no test awaits. */
export interface RunSummary {
  readonly files: readonly FileSummary[];
  readonly failures: readonly Failure[];
}
