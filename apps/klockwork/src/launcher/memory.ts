import { readFileSync } from 'node:fs';

/**
 * Returns the proportional memory share of a process in bytes. Shared pages are split among processes, so that shares add up to the lab's
 * total. 0 on systems without this figure.
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
