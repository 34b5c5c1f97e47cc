import { whyText } from '@klockwork/event-store';
import { normalizedWhy } from '@klockwork/event-store/testing';
import { type FaultSpec, type Lease, type Pod, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { nodesReady } from './observation/nodes-ready.ts';
import { webDeployment, webIs, webPods } from './scenarios/web-deployment.ts';
import { apply, conditionOf, faultOf, isInjected, isRecovered, MINUTE, NODES, play, WEB } from './testing/play-fault.ts';

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
