import type { Memory } from '../memory.ts';
import type { ProcessRow } from '../process-row.ts';

/** Data of one screen of `top`. */
export interface Frame {
  /** Output line of `uptime`. */
  readonly uptime: string;
  /** Content of /proc/loadavg. */
  readonly loadavg: string;
  readonly memory: Memory;
  readonly processors: number;
  /** Busy processors of the node. */
  readonly busyProcessors: number;
  readonly rows: readonly ProcessRow[];
}

/** Sorts by processor use, highest first; ties by pid. */
export function busiestFirst(rows: readonly ProcessRow[]): readonly ProcessRow[] {
  return [...rows].sort((a, b) => b.cpuMilli - a.cpuMilli || a.pid - b.pid);
}
