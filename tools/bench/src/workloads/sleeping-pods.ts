import { setTimeout as sleep } from 'node:timers/promises';
import { deploy, deploymentOf, untilReady } from '../support/pods.ts';
import { memoryBytes, processesOf, processorSeconds } from '../support/processes.ts';
import { withLab } from '../support/with-lab.ts';
import type { Workload } from '../support/workload.ts';

const PODS = 10_000;
const KIB = 1_024;
/** Time for garbage collection after the pods' start. */
const SETTLE_MS = 30_000;
const WATCH_MS = 30_000;
const WHAT = '10,000 pods that sleep, on 100 nodes in 10 agents';

/** Agent memory of one sleeping pod. */
export const sleepingPodsMemory: Workload = {
  id: 'sleeping-pods-memory',
  what: `${WHAT}: memory of the agents, for each pod`,
  unit: 'KiB',
  better: 'less',
  floor: 80,
  aim: 20,
  measure: async () => [(await sleepingPods()).kibAPod],
};

/** Processor use of an agent with a thousand sleeping pods. */
export const sleepingPodsCpu: Workload = {
  id: 'sleeping-pods-cpu',
  what: `${WHAT}: processor time of an agent with 1,000 of them`,
  unit: '%',
  better: 'less',
  floor: 5,
  aim: 1,
  measure: async () => [(await sleepingPods()).cpuPercent],
};

interface Sleeping {
  readonly kibAPod: number;
  readonly cpuPercent: number;
}

let measured: Promise<Sleeping> | undefined;

function sleepingPods(): Promise<Sleeping> {
  measured ??= measure();
  return measured;
}

function measure(): Promise<Sleeping> {
  return withLab(['--nodes', '100', '--agents', '10'], async ({ lab, client }) => {
    const agents = await processesOf(lab, 'kubelet-agent');
    const before = memoryBytes(agents);
    await deploy(client, deploymentOf('sleeper', PODS, { image: 'busybox', command: ['sleep', '365d'] }));
    await untilReady(client, 'sleeper', PODS);
    await sleep(SETTLE_MS);
    const began = processorSeconds(agents);
    await sleep(WATCH_MS);
    const seconds = processorSeconds(agents) - began;
    return {
      kibAPod: (memoryBytes(agents) - before) / KIB / PODS,
      cpuPercent: (seconds / (WATCH_MS / 1_000) / agents.length) * 100,
    };
  });
}
