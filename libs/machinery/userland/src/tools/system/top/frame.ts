import type { Memory } from '../memory.ts';
import type { ProcessRow } from '../process-row.ts';

/** What `top` shows at one instant. */
export interface Frame {
  /** What `uptime` says. */
  readonly uptime: string;
  /** The line of /proc/loadavg. */
  readonly loadavg: string;
  readonly memory: Memory;
  readonly processors: number;
  /** Processors of the node that are busy. */
  readonly busyProcessors: number;
  readonly rows: readonly ProcessRow[];
}

/** Who uses most comes first; of equals the older one. */
export function busiestFirst(rows: readonly ProcessRow[]): readonly ProcessRow[] {
  return [...rows].sort((a, b) => b.cpuMilli - a.cpuMilli || a.pid - b.pid);
}
