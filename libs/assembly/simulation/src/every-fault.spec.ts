import { wholeBody } from '@klockwork/http-api';
import { type Fault, type FaultSpec, type Lease, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { nodesReady } from './observation/nodes-ready.ts';
import { webDeployment, webIs, webPods } from './scenarios/web-deployment.ts';
import { apply, conditionOf, faultOf, isInjected, isRecovered, MINUTE, NODES, play, WEB } from './testing/play-fault.ts';

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
  { type: 'CpuBrownout', cpuBrownout: { nodes: ['*'], percent: 2 } },
  { type: 'ImagePullFailure', imagePullFailure: { images: ['*'] } },
  { type: 'NodePowerLoss', nodePowerLoss: { nodes: ['node-1'] } },
  { type: 'Partition', partition: { from: ['node-1'], to: ['*'] } },
  { type: 'ProcessKill', processKill: { processes: ['scheduler'] } },
  { type: 'SlowDisk', slowDisk: { nodes: ['*'], delay: '5s' } },
  { type: 'SlowDisk', slowDisk: { processes: ['api-server'], delay: '300ms' } },
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

test('image pulls of a node with a slow disk take longer', async () => {
  await play(async (script) => {
    await apply(script, { type: 'SlowDisk', duration: '5m', slowDisk: { nodes: ['*'], delay: '40s' } });
    await isInjected(script);
    await script.apply(webDeployment({ ...WEB, image: 'httpd:2.4' }));
    await script.pass(40_000);
    expect(webIs(script.objects, { ...WEB, image: 'httpd:2.4' })).toBe(false);
    await script.waitUntil('the update', (objects) => webIs(objects, { ...WEB, image: 'httpd:2.4' }), 5 * MINUTE);
    await isRecovered(script);
    expect(conditionOf(script, 'Injected')?.message).toContain('nodes/node-1');
    await script.apply(webDeployment(WEB));
  });
});

test('writes of components to a slow log take longer', async () => {
  await play(async (script) => {
    await apply(script, { type: 'SlowDisk', duration: '2m', slowDisk: { processes: ['api-server'], delay: '4s' } });
    await isInjected(script);
    await script.apply(webDeployment({ ...WEB, replicas: 3 }));
    await script.pass(3_900);
    expect(webPods(script.objects)).toHaveLength(2);
    await script.waitUntil('a third replica', (objects) => webIs(objects, { ...WEB, replicas: 3 }), 2 * MINUTE);
    await isRecovered(script);
    await script.apply(webDeployment(WEB));
  });
});
