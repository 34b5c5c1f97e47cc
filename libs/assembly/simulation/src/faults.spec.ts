import { whyText } from '@klockwork/event-store';
import { normalizedWhy } from '@klockwork/event-store/testing';
import { wholeBody } from '@klockwork/http-api';
import { type Fault, type FaultSpec, type Lease, type Pod, resources } from '@klockwork/resources';
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

test('a node that is cut off goes NotReady, recovers on time by itself, and the chain of causes names the Fault', async () => {
  await play(async (script) => {
    await apply(script, { type: 'Partition', duration: '3m', partition: { from: ['node-2'], to: ['*'] } });
    await isInjected(script);
    await script.waitUntil('the node to go NotReady', (objects) => !nodesReady(objects, ['node-2']), 2 * MINUTE);
    const why = normalizedWhy(whyText(await script.why('object=nodes/node-2')));
    expect(why.join('\n')).toContain('faults/cut');
    await isRecovered(script);
    const { reports = {} } = faultOf(script)?.status ?? {};
    expect(reports['kubelet/node-2']).toMatchObject({ state: 'Recovered', names: ['api-server'] });
    expect(reports['kubelet/node-2']?.touched).toBeGreaterThan(10);
  });
});

test('a deleted partition ends at once, also for the process that it cut off', async () => {
  await play(async (script) => {
    await apply(script, {
      type: 'Partition',
      duration: '10h',
      partition: { from: ['scheduler', 'controller-manager'], to: ['api-server'] },
    });
    await script.pass(MINUTE);
    await script.delete(resources.faults, { name: 'cut' });
    await script.apply(webDeployment({ ...WEB, replicas: 3 }));
    await script.waitUntil('a third replica', (objects) => webIs(objects, { ...WEB, replicas: 3 }), MINUTE);
    await script.apply(webDeployment(WEB));
  });
});

test('requests cut in one direction are not executed, and those cut in the other are executed without a reply', async () => {
  await play(async (script) => {
    const renewals = () =>
      script.objects.list<Lease>(resources.leases).find(({ metadata }) => metadata?.name === 'node-2')?.spec?.renewTime;
    const cut = { type: 'Partition', duration: '1m' } as const;
    await apply(script, { ...cut, partition: { from: ['node-2'], to: ['api-server'], direction: 'FromTo' } });
    await isInjected(script);
    await script.pass(1_000);
    const before = renewals();
    await script.pass(30_000);
    expect(renewals()).toBe(before);
    await isRecovered(script);
    await script.delete(resources.faults, { name: 'cut' });
    await script.waitUntil('the Fault to go', () => faultOf(script) === undefined, MINUTE);
    await apply(script, { ...cut, partition: { from: ['api-server'], to: ['node-2'], direction: 'FromTo' } });
    await isInjected(script);
    await script.pass(1_000);
    const replied = renewals();
    await script.pass(30_000);
    expect(renewals()).not.toBe(replied);
    await isRecovered(script);
  });
});

test.each<FaultSpec>([
  { type: 'BusLoss', busLoss: { components: ['*'], percent: 5 } },
  { type: 'BusDelay', busDelay: { components: ['*'], delay: '700ms' } },
  { type: 'BusDuplication', busDuplication: { components: ['api-server'] } },
  { type: 'BusReordering', busReordering: { components: ['*'], delay: '2s' } },
])('the cluster works under %j', async (spec) => {
  await play(async (script) => {
    await apply(script, { ...spec, duration: '4m', seed: 7 });
    await isInjected(script);
    await script.apply(webDeployment({ image: 'nginx:1.28', replicas: 3 }));
    await script.waitUntil('the update', (objects) => webIs(objects, { image: 'nginx:1.28', replicas: 3 }), 4 * MINUTE);
    await isRecovered(script);
    const touched = Object.values(faultOf(script)?.status?.reports ?? {}).map((report) => report.touched ?? 0);
    expect(Math.max(...touched)).toBeGreaterThan(5);
    await script.apply(webDeployment(WEB));
  });
});

test.each<[FaultSpec, string]>([
  [{ type: 'BusLoss', busLoss: { components: ['node-9', 'etcd'] } }, 'no process matches node-9, etcd'],
  [{ type: 'Partition', partition: { from: ['node-1'], to: ['node-9'] } }, 'no process matches node-9'],
  [{ type: 'AgentFrozen', agentFrozen: { nodes: ['node-9'] } }, 'no node matches the target'],
])('a Fault for missing processes is not injected: %j', async (spec, message) => {
  await play(async (script) => {
    await apply(script, { ...spec, duration: '1m' });
    await isRecovered(script);
    expect(conditionOf(script, 'Injected')).toMatchObject({ status: 'False', reason: 'TargetNotFound', message });
    expect(faultOf(script)?.status?.reports).toBeUndefined();
  });
});

test('overlapping Faults on one target end one by one', async () => {
  await play(async (script) => {
    const partition = { from: ['node-2'], to: ['api-server'] };
    await apply(script, { type: 'Partition', duration: '1m', partition });
    const second = { type: 'Partition', duration: '3m', partition } as const;
    await script.apply({ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name: 'again' }, spec: second } as Fault);
    await isRecovered(script);
    await script.pass(MINUTE);
    expect(nodesReady(script.objects, ['node-2'])).toBe(false);
    await script.waitUntil('the node to be Ready', (objects) => nodesReady(objects, NODES), 3 * MINUTE);
  });
});

const EVERY_TYPE: readonly FaultSpec[] = [
  { type: 'AgentFrozen', agentFrozen: { nodes: ['node-1'] } },
  { type: 'ApiErrors', apiErrors: { error: 'InternalError', percent: 30 } },
  { type: 'ApiLatency', apiLatency: { delay: '3s' } },
  { type: 'BusDelay', busDelay: { components: ['*'], delay: '500ms' } },
  { type: 'BusDuplication', busDuplication: { components: ['*'] } },
  { type: 'BusLoss', busLoss: { components: ['node-1'], percent: 30 } },
  { type: 'BusReordering', busReordering: { components: ['*'], delay: '1s' } },
  { type: 'ClockSkew', clockSkew: { nodes: ['node-1'], offset: '1h' } },
  { type: 'ContainerCrash', containerCrash: { podSelector: {} } },
  { type: 'ImagePullFailure', imagePullFailure: { images: ['*'] } },
  { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-1'] } },
  { type: 'Partition', partition: { from: ['node-1'], to: ['*'] } },
  { type: 'ProcessKill', processKill: { processes: ['scheduler'] } },
  { type: 'StaleReads', staleReads: { userAgents: ['operator'] } },
];

test.each(EVERY_TYPE)('kills in the middle of a Fault restore everything: %j', async (spec) => {
  await play(async (script) => {
    await apply(script, { ...spec, duration: '4m' });
    await isInjected(script);
    for (const process of ['api-server', 'controller-manager', 'node-1', 'scheduler']) {
      script.crash(process);
      await script.pass(7_000);
      if (!script.isRunning(process)) script.start(process);
      await script.pass(7_000);
    }
    await isRecovered(script);
    const states = Object.values(faultOf(script)?.status?.reports ?? {}).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['Recovered']));
  });
});

test.each([
  ['1h', 3_600_000],
  ['-10m', -600_000],
])('a node whose clock differs by %s writes its own time in its lease, and stays Ready', async (offset, offsetMs) => {
  await play(async (script) => {
    await apply(script, { type: 'ClockSkew', duration: '3m', clockSkew: { nodes: ['node-2'], offset } });
    await isInjected(script);
    await script.pass(30_000);
    const leaseOf = (node: string) => script.objects.list<Lease>(resources.leases).find(({ metadata }) => metadata?.name === node);
    const aheadMs = (node: string) => Date.parse(leaseOf(node)?.spec?.renewTime ?? '') - script.labNow();
    expect(Math.abs(aheadMs('node-2') - offsetMs)).toBeLessThanOrEqual(10_000);
    expect(Math.abs(aheadMs('node-1'))).toBeLessThanOrEqual(10_000);
    expect(nodesReady(script.objects, NODES)).toBe(true);
    await isRecovered(script);
    await script.pass(20_000);
    expect(Math.abs(aheadMs('node-2'))).toBeLessThanOrEqual(10_000);
  });
});

test('a client under stale reads sees the past, also after a restart of the api-server', async () => {
  await play(async (script) => {
    const images = async () => {
      const request = { method: 'GET', path: '/apis/apps/v1/namespaces/default/deployments/web', query: '' };
      const answer = await script.send({ ...request, headers: { 'user-agent': 'operator' } });
      const { spec } = JSON.parse(String('body' in answer ? wholeBody(answer.body) : ''));
      return spec.template.spec.containers[0].image;
    };
    await apply(script, { type: 'StaleReads', duration: '5m', staleReads: { userAgents: ['operator'] } });
    await isInjected(script);
    await script.pass(1_000);
    await script.apply(webDeployment({ ...WEB, image: 'httpd:2.4' }));
    expect(await images()).toBe('nginx:1.27');
    script.crash('api-server');
    script.start('api-server');
    await script.pass(30_000);
    expect(await images()).toBe('nginx:1.27');
    await isRecovered(script);
    expect(await images()).toBe('httpd:2.4');
    await script.apply(webDeployment(WEB));
  });
});
