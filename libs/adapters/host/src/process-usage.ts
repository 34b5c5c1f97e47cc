import { readdirSync, readFileSync } from 'node:fs';
import { nodeTimer } from './node-timer.ts';

const STARTED_AT_SECONDS = nodeTimer.now() / 1_000 - process.uptime();
const MICROSECONDS = 1_000_000;
/** Field of `/proc/self/stat` with the virtual size in bytes, counted after the name of the process. */
const VIRTUAL_SIZE_FIELD = 20;

/** Resources that this process uses. Numbers that only Linux tells are undefined elsewhere. */
export interface HostProcessUsage {
  readonly cpuSeconds: number;
  /** Start of the process in seconds since 1970. */
  readonly startedAtSeconds: number;
  readonly residentBytes: number;
  readonly virtualBytes: number | undefined;
  readonly openFiles: number | undefined;
  readonly openFilesMax: number | undefined;
}

/** Returns the resources that this process uses now. */
export function processUsage(): HostProcessUsage {
  const { user, system } = process.cpuUsage();
  return {
    cpuSeconds: (user + system) / MICROSECONDS,
    startedAtSeconds: STARTED_AT_SECONDS,
    residentBytes: process.memoryUsage.rss(),
    virtualBytes: onLinux(() => virtualBytes(readFileSync('/proc/self/stat', 'utf8'))),
    openFiles: onLinux(() => readdirSync('/proc/self/fd').length),
    openFilesMax: onLinux(() => openFilesMax(readFileSync('/proc/self/limits', 'utf8'))),
  };
}

/** Without free file descriptors these files cannot be opened: their numbers are then unknown. */
function onLinux<T>(read: () => T): T | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return read();
  } catch {
    return undefined;
  }
}

function virtualBytes(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[VIRTUAL_SIZE_FIELD]);
}

function openFilesMax(limits: string): number | undefined {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? undefined : Number(soft);
}
