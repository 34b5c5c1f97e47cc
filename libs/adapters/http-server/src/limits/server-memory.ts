/** Memory of the server's process. */
export interface ServerMemory {
  /** Frees garbage at once: `young` is cheap, `all` stops the process for tens of milliseconds. */
  collect(garbage: 'young' | 'all'): void;
  /** While true, garbage is collected early, at the cost of processor time. */
  setScarce(isScarce: boolean): void;
}
