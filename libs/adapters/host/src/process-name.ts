import { readlinkSync } from 'node:fs';

const NAME = /^(\d+)-(\d+)$/;

/** Returns the name of this process, `4026531836-812`: its PID namespace and its number. */
export function processName(): string {
  return `${processSpace()}-${process.pid}`;
}

/** Returns whether the process with a {@link processName} no longer exists; false for those of other PID namespaces, which are unknown here. */
export function hasEnded(name: string): boolean {
  const [, space, pid] = NAME.exec(name) ?? [];
  return space === processSpace() && !isAlive(Number(pid));
}

/** Returns the number of the PID namespace: containers that share a folder have equal process numbers. 0 on other systems than Linux. */
export function processSpace(): string {
  if (process.platform !== 'linux') return '0';
  return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
