import { type Fault, type FaultSpec, resources } from '@klockwork/resources';
import { nodesReady } from '../observation/nodes-ready.ts';
import type { Scenario } from '../scenario.ts';
import type { Script } from '../script.ts';
import { forkPast, readPast } from './random-past.ts';
import { webDeployment, webIs } from './web-deployment.ts';

const MINUTE = 60_000;
const NODES = ['node-1', 'node-2', 'node-3'];
const COMPONENTS = ['api-server', 'scheduler', 'controller-manager', ...NODES];

/** Faults of every type at random, overlapping, with killed processes, reads of the past, a fork and a busy user. Then a quiet phase. */
export const faultObjects: Scenario = {
  name: 'fault-objects',
  description: 'Faults of every type, overlapping, with dying processes and a busy user; when all are deleted the cluster converges',
  nodes: NODES,
  waives: ['rollout-keeps-available'],
  async run(script) {
    const desired = { image: 'nginx:1.27', replicas: 3 };
    await script.apply(webDeployment(desired));
    const until = script.now() + 3 * MINUTE;
    for (let count = 0; script.now() < until; count++) {
      await script.pass(1_000 + script.random.integer(20_000));
      await script.apply(randomFault(script, count));
      if (script.random.next() < 0.3) crashAndStart(script);
      if (script.random.next() < 0.3) await readPast(script);
      if (count === 4) await forkPast(script, NODES);
      desired.replicas = 1 + script.random.integer(5);
      await script.apply(webDeployment(desired));
    }
    const faults = () => script.objects.list<Fault>(resources.faults);
    for (const { metadata } of faults()) await script.delete(resources.faults, { name: metadata?.name ?? '' });
    await script.waitUntil('all Faults to go', () => faults().length === 0, 5 * MINUTE);
    const isWhole = () => nodesReady(script.objects, NODES) && webIs(script.objects, desired);
    await script.waitUntil('the cluster to be whole again', isWhole, 15 * MINUTE);
  },
};

function randomFault(script: Script, count: number): Fault {
  const { random } = script;
  const spec = { ...randomSpec(script), duration: `${10 + random.integer(80)}s`, seed: random.integer(1_000) };
  return { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name: `fault-${count}` }, spec };
}

function randomSpec(script: Script): FaultSpec {
  const node = oneOf(script, NODES);
  const component = oneOf(script, COMPONENTS);
  const percent = 5 + script.random.integer(60);
  return oneOf<FaultSpec>(script, [
    { type: 'AgentFrozen', agentFrozen: { nodes: [node] } },
    { type: 'ApiErrors', apiErrors: { error: 'Timeout', users: ['system:*'], percent } },
    { type: 'ApiLatency', apiLatency: { delay: '3s', percent } },
    { type: 'BusDelay', busDelay: { components: [component], delay: '400ms', percent } },
    { type: 'BusDuplication', busDuplication: { components: [component], percent } },
    { type: 'BusLoss', busLoss: { components: [component], percent } },
    { type: 'BusReordering', busReordering: { components: [component], delay: '2s', percent } },
    { type: 'ClockSkew', clockSkew: { nodes: [node], offset: script.random.next() < 0.5 ? '1h' : '-1h' } },
    { type: 'ContainerCrash', containerCrash: { podSelector: {} } },
    { type: 'CpuBrownout', cpuBrownout: { nodes: [node], percent } },
    { type: 'ImagePullFailure', imagePullFailure: { images: ['*'], nodes: [node] } },
    { type: 'NodePowerLoss', nodePowerLoss: { nodes: [node] } },
    { type: 'Partition', partition: { from: [component], to: ['*'] } },
    { type: 'ProcessKill', processKill: { processes: [oneOf(script, COMPONENTS.slice(0, 3))] } },
    { type: 'SlowDisk', slowDisk: { nodes: [node], delay: '10s' } },
    { type: 'StaleReads', staleReads: { userAgents: ['*'] } },
  ]);
}

/** Kills a service, which its launcher starts again. Nodes lose power by Faults only. */
function crashAndStart(script: Script): void {
  const process = oneOf(script, COMPONENTS.slice(0, 3));
  script.crash(process);
  script.start(process);
}

function oneOf<T>(script: Script, choices: readonly T[]): T {
  return choices[script.random.integer(choices.length)] as T;
}
