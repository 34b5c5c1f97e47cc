import { readFileSync, writeFileSync } from 'node:fs';

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  return fieldOf(pid, 'VmRSS');
}

/** Makes {@link peakBytes} begin anew. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Most resident memory that a process had since {@link forgetPeak}, in bytes, as the kernel counts it. */
export function peakBytes(pid: number): number {
  return fieldOf(pid, 'VmHWM');
}

function fieldOf(pid: number, field: string): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? Number.NaN) * 1_024;
}
