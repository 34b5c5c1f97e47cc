import { whyText } from '@klockwork/event-store';
import { normalizedWhy } from '@klockwork/event-store/testing';
import { type Fault, type FaultSpec, type Pod, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { nodesReady } from './observation/nodes-ready.ts';
import { runScenario } from './run-scenario.ts';
import { webDeployment, webIs, webPods } from './scenarios/web-deployment.ts';
import type { Script } from './script.ts';
import { hostTurn } from './testing/host-turn.ts';

const MINUTE = 60_000;
const NODES = ['node-1', 'node-2'];
const WEB = { image: 'nginx:1.27', replicas: 2 };

/** Plays a script: two nodes, one Deployment. Requires the initial state at the end. */
async function play(run: (script: Script) => Promise<void>): Promise<void> {
  const scenario = {
    ...{ name: 'faults', description: 'faults as objects', nodes: NODES, waives: ['rollout-keeps-available'] },
    run: async (script: Script) => {
      await script.apply(webDeployment(WEB));
      await script.waitUntil('2 replicas', (objects) => webIs(objects, WEB), MINUTE);
      await run(script);
      await script.waitUntil('everything as before', (objects) => nodesReady(objects, NODES) && webIs(objects, WEB), 10 * MINUTE);
    },
  };
  await runScenario({ scenario, seed: 1, nextTurn: hostTurn });
}

const apply = (script: Script, spec: FaultSpec) =>
  script.apply({ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name: 'cut' }, spec } as Fault);
const faultOf = (script: Script) => script.objects.list<Fault>(resources.faults).find(({ metadata }) => metadata?.name === 'cut');
const conditionOf = (script: Script, type: string) => faultOf(script)?.status?.conditions?.find((condition) => condition.type === type);

async function isInjected(script: Script): Promise<void> {
  await script.waitUntil('the fault', () => conditionOf(script, 'Injected')?.status === 'True', MINUTE);
}

async function isRecovered(script: Script): Promise<void> {
  await script.waitUntil('the end of the fault', () => faultOf(script)?.status?.phase === 'Recovered', 20 * MINUTE);
}

test('a node that loses power by a Fault goes NotReady, boots at its end, and the chain of causes names the Fault', async () => {
  await play(async (script) => {
    const lost = webPods(script.objects).find(({ spec }) => spec?.nodeName === 'node-2') as Pod;
    await apply(script, { type: 'NodePowerLoss', duration: '8m', nodePowerLoss: { nodes: ['node-2'] } });
    await isInjected(script);
    expect(conditionOf(script, 'Injected')?.message).toBe('launcher: 1 touched (nodes/node-2)');
    expect(script.isRunning('node-2')).toBe(false);
    const isReplaced = () =>
      webPods(script.objects).every(({ metadata }) => metadata?.uid !== lost.metadata?.uid || metadata?.deletionTimestamp);
    await script.waitUntil('the eviction', isReplaced, 7 * MINUTE);
    const why = normalizedWhy(whyText(await script.why(`object=pods/default/${lost.metadata?.name}`)));
    expect(why.join('\n')).toContain('SIGKILL by faults/cut');
    expect(faultOf(script)?.status?.phase).toBe('Active');
    await isRecovered(script);
    expect(script.isRunning('node-2')).toBe(true);
    expect(conditionOf(script, 'Recovered')).toMatchObject({ status: 'True', reason: 'Recovered' });
  });
});

test('a deleted Fault restores the node before it goes', async () => {
  await play(async (script) => {
    await apply(script, { type: 'NodePowerLoss', duration: '10h', nodePowerLoss: { nodes: ['*'] } });
    await isInjected(script);
    expect(NODES.some((node) => script.isRunning(node))).toBe(false);
    await script.delete(resources.faults, { name: 'cut' });
    await script.waitUntil('the Fault to go', () => faultOf(script) === undefined, MINUTE);
    expect(NODES.every((node) => script.isRunning(node))).toBe(true);
  });
});

test.each(['api-server', 'scheduler', 'controller-manager'])('a %s killed by a Fault is killed once, and works again', async (process) => {
  await play(async (script) => {
    await apply(script, { type: 'ProcessKill', duration: '1m', processKill: { processes: [process] } });
    await isInjected(script);
    await isRecovered(script);
    expect(faultOf(script)?.status?.reports).toEqual({ launcher: { state: 'Recovered', touched: 1, names: [process] } });
    expect(script.isRunning(process)).toBe(true);
  });
});

test('a Fault without target is not injected, and ends all the same', async () => {
  await play(async (script) => {
    await apply(script, { type: 'NodePowerLoss', duration: '2m', nodePowerLoss: { nodes: ['node-9'] } });
    await isRecovered(script);
    expect(conditionOf(script, 'Injected')).toMatchObject({ status: 'False', reason: 'TargetNotFound' });
  });
});

test('an API whose requests all fail can be repaired by the deletion of the Fault', async () => {
  await play(async (script) => {
    await apply(script, { type: 'ApiErrors', duration: '10h', apiErrors: { error: 'InternalError' } });
    await script.pass(2 * MINUTE);
    expect(faultOf(script)?.status?.reports?.['api-server']?.touched).toBeGreaterThan(0);
    await script.delete(resources.faults, { name: 'cut' });
    await script.waitUntil('the Fault to go', () => faultOf(script) === undefined, 2 * MINUTE);
  });
});

test.each(['api-server', 'controller-manager', 'node-1'])('an active Fault survives a crash: %s', async (process) => {
  await play(async (script) => {
    await apply(script, { type: 'ApiErrors', duration: '3m', apiErrors: { error: 'TooManyRequests', users: ['alice'] } });
    await isInjected(script);
    script.crash(process);
    await script.pass(5_000);
    script.start(process);
    await isRecovered(script);
    expect(faultOf(script)?.status?.reports?.['api-server']?.state).toBe('Recovered');
  });
});

test('a failing image pull is retried, and succeeds after the end of the Fault', async () => {
  await play(async (script) => {
    await apply(script, { type: 'ImagePullFailure', duration: '2m', imagePullFailure: { images: ['httpd:*'] } });
    await script.pass(1_000);
    await script.apply(webDeployment({ image: 'httpd:2.4', replicas: 2 }));
    const reasonOf = (pod: Pod) => pod.status?.containerStatuses?.[0]?.state?.waiting;
    await script.waitUntil('a failed pull', () => webPods(script.objects).some((pod) => reasonOf(pod)?.reason === 'ErrImagePull'), MINUTE);
    const failed = webPods(script.objects).find((pod) => reasonOf(pod)?.reason === 'ErrImagePull') as Pod;
    expect(reasonOf(failed)?.message).toContain('503 Service Unavailable');
    await isRecovered(script);
    expect(conditionOf(script, 'Injected')?.message).toContain('httpd:2.4');
    await script.waitUntil('the new image', (objects) => webIs(objects, { image: 'httpd:2.4', replicas: 2 }), 10 * MINUTE);
    await script.apply(webDeployment(WEB));
  });
});

test('containers killed by a Fault restart once', async () => {
  await play(async (script) => {
    const { labels = {} } = webPods(script.objects)[0]?.metadata ?? {};
    await apply(script, { type: 'ContainerCrash', duration: '1m', containerCrash: { podSelector: labels } });
    await isRecovered(script);
    const restarts = webPods(script.objects).map(({ status }) => status?.containerStatuses?.[0]?.restartCount);
    expect(restarts).toEqual([1, 1]);
  });
});

test('a Fault without matching container is not injected', async () => {
  await play(async (script) => {
    await apply(script, { type: 'ContainerCrash', duration: '1m', containerCrash: { podSelector: { app: 'none' } } });
    await isRecovered(script);
    expect(conditionOf(script, 'Injected')).toMatchObject({ status: 'False', reason: 'TargetNotFound' });
  });
});

test('a node whose agent hangs goes NotReady, its containers go on, and the chain of causes names the Fault', async () => {
  await play(async (script) => {
    const before = webPods(script.objects).map(({ metadata }) => metadata?.uid);
    await apply(script, { type: 'AgentFrozen', duration: '3m', agentFrozen: { nodes: ['node-2'] } });
    await isInjected(script);
    expect(conditionOf(script, 'Injected')?.message).toBe('kubelet/node-2: 1 touched (nodes/node-2)');
    await script.waitUntil('the node to go NotReady', (objects) => !nodesReady(objects, ['node-2']), 2 * MINUTE);
    expect(script.isRunning('node-2')).toBe(true);
    const why = normalizedWhy(whyText(await script.why('object=nodes/node-2')));
    expect(why.join('\n')).toContain('faults/cut');
    await isRecovered(script);
    await script.waitUntil('the node to be Ready', (objects) => nodesReady(objects, NODES), MINUTE);
    expect(webPods(script.objects).map(({ metadata }) => metadata?.uid)).toEqual(before);
    expect(webPods(script.objects).map(({ status }) => status?.containerStatuses?.[0]?.restartCount)).toEqual([0, 0]);
  });
});

test('an agent that hangs until its pods are evicted ends them after it wakes', async () => {
  await play(async (script) => {
    await apply(script, { type: 'AgentFrozen', duration: '8m', agentFrozen: { nodes: ['node-2'] } });
    await script.waitUntil('the eviction', () => webPods(script.objects).some(({ metadata }) => metadata?.deletionTimestamp), 7 * MINUTE);
    expect(faultOf(script)?.status?.phase).toBe('Active');
    await isRecovered(script);
  });
});
