import { readFileSync } from 'node:fs';

/**
 * Memory of a process in bytes: its proportional share (pages shared with other processes are split among them),
 * so that the services' figures add up to what the lab takes. 0 where the system does not tell.
 */
export function memoryOf(pid: number): number {
  try {
    const pss = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(pss?.[1] ?? 0) * 1_024;
  } catch {
    // No /proc on this system, or the process has just ended.
    return 0;
  }
}
