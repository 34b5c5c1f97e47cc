import { readFileSync, writeFileSync } from 'node:fs';

/** Resident memory of a process, bytes. */
export function residentBytes(pid: number): number {
  return fieldOf(pid, 'VmRSS');
}

/** Makes {@link peakBytes} begin anew. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Peak resident memory of a process since {@link forgetPeak}, bytes, from the kernel. */
export function peakBytes(pid: number): number {
  return fieldOf(pid, 'VmHWM');
}

function fieldOf(pid: number, field: string): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? Number.NaN) * 1_024;
}
