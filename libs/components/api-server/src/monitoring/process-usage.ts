import { NumberFamily } from './metric-family.ts';

/** Resources that the process uses. Absent numbers are unknown on the host. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  /** In seconds since 1970. */
  readonly startedAtSeconds: number;
  readonly residentBytes: number;
  readonly virtualBytes?: number | undefined;
  readonly openFiles?: number | undefined;
  readonly openFilesMax?: number | undefined;
}

const FAMILIES = [
  ['counter', 'cpuSeconds', 'process_cpu_seconds_total', 'Total user and system CPU time spent in seconds.'],
  ['gauge', 'openFilesMax', 'process_max_fds', 'Maximum number of open file descriptors.'],
  ['gauge', 'openFiles', 'process_open_fds', 'Number of open file descriptors.'],
  ['gauge', 'residentBytes', 'process_resident_memory_bytes', 'Resident memory size in bytes.'],
  ['gauge', 'startedAtSeconds', 'process_start_time_seconds', 'Start time of the process since unix epoch in seconds.'],
  ['gauge', 'virtualBytes', 'process_virtual_memory_bytes', 'Virtual memory size in bytes.'],
] as const;

/** Returns the process metrics with the names of Prometheus' client libraries. */
export function processFamilies(usage: ProcessUsage): NumberFamily[] {
  return FAMILIES.map(([type, member, name, help]) => {
    const family = new NumberFamily(type, { name, help });
    const value = usage[member];
    if (value !== undefined) family.set([], value);
    return family;
  });
}
