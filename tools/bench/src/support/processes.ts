import { readFileSync } from 'node:fs';
import type { Lab } from '@klockwork/lab-tool';

/** Clock ticks a second, as the kernel counts processor time for user space. */
const TICKS = 100;

/** Pids of a lab including its launcher, or of services with a name prefix. */
export async function processesOf(lab: Lab, service?: string): Promise<number[]> {
  const { services } = await lab.status();
  const chosenPids = services.filter(({ name }) => service === undefined || name.startsWith(service)).map(({ pid }) => pid as number);
  return service === undefined ? [lab.launcherPid(), ...chosenPids] : chosenPids;
}

/** Total processor time of processes, seconds. */
export function processorSeconds(pids: readonly number[]): number {
  return pids.map(ticksOf).reduce((sum, ticks) => sum + ticks, 0) / TICKS;
}

/** Memory of processes in bytes: their proportional shares. */
export function memoryBytes(pids: readonly number[]): number {
  return pids.map(memoryOf).reduce((sum, bytes) => sum + bytes, 0);
}

function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function memoryOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1_024;
}
