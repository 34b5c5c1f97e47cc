import { setTimeout as sleep } from 'node:timers/promises';
import { Lab } from '@klockwork/lab-tool';
import { memoryBytes, processesOf, processorSeconds } from '../support/processes.ts';
import type { Workload } from '../support/workload.ts';

const SETTLE_MS = 10_000;
const WATCH_MS = 30_000;
const MIB = 1_048_576;

/** Memory of all processes of an idle lab with three nodes. */
export const idleMemory: Workload = {
  id: 'idle-memory',
  what: 'idle lab of three nodes: memory of all processes (proportional shares)',
  unit: 'MiB',
  better: 'less',
  floor: 700,
  aim: 350,
  measure: async () => [(await idleLab()).memoryMiB],
};

/** Processor time of the same lab, percent of one processor. */
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
    const pids = await processesOf(lab);
    const before = processorSeconds(pids);
    await sleep(WATCH_MS);
    const seconds = processorSeconds(pids) - before;
    return { memoryMiB: memoryBytes(pids) / MIB, cpuPercent: (seconds / (WATCH_MS / 1_000)) * 100 };
  } finally {
    await lab.down();
  }
}
