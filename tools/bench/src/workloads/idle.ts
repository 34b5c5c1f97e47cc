import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab } from '@klockwork/lab-tool';
import type { Workload } from '../support/workload.ts';

const SETTLE_MS = 10_000;
const WATCH_MS = 30_000;
const MIB = 1_048_576;
/** Clock ticks a second, as the kernel counts processor time for user space. */
const TICKS = 100;

/** What a lab of three nodes takes when nothing happens in it but its leases: the memory of all its processes. */
export const idleMemory: Workload = {
  id: 'idle-memory',
  what: 'idle lab of three nodes: memory of all processes (proportional shares)',
  unit: 'MiB',
  better: 'less',
  floor: 700,
  aim: 350,
  measure: async () => [(await idleLab()).memoryMiB],
};

/** As above: processor time, in percent of one processor. */
export const idleCpu: Workload = {
  id: 'idle-cpu',
  what: 'idle lab of three nodes: processor time of all processes',
  unit: '%',
  better: 'less',
  floor: 5,
  aim: 2,
  measure: async () => [(await idleLab()).cpuPercent],
};

interface Idle {
  readonly memoryMiB: number;
  readonly cpuPercent: number;
}

let measured: Promise<Idle> | undefined;

function idleLab(): Promise<Idle> {
  measured ??= measureIdle();
  return measured;
}

async function measureIdle(): Promise<Idle> {
  const lab = await Lab.up();
  try {
    await sleep(SETTLE_MS);
    const { services } = await lab.status();
    const pids = [lab.launcherPid(), ...services.map(({ pid }) => pid as number)];
    const before = pids.map(ticksOf);
    await sleep(WATCH_MS);
    const ticks = pids.map(ticksOf).reduce((sum, now, index) => sum + now - (before[index] as number), 0);
    const memory = pids.map(memoryOf).reduce((sum, bytes) => sum + bytes, 0);
    return { memoryMiB: memory / MIB, cpuPercent: (ticks / TICKS / (WATCH_MS / 1_000)) * 100 };
  } finally {
    await lab.down();
  }
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
