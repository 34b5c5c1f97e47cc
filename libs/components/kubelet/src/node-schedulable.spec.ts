import { type Node, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

test('a node records at the next tenth second whether it is cordoned, without a status report', async () => {
  const kubelet = new KubeletLab();
  await kubelet.boot('node-1');
  await kubelet.lab.advance(10_000);
  const said = async () => (await kubelet.events('node-1')).filter((event) => event.includes('Schedulable'));
  const heartbeat = async () => (await kubelet.list<Node>(resources.nodes))[0]?.status?.conditions?.[0]?.lastHeartbeatTime;
  const before = await heartbeat();
  const cordon = (unschedulable: boolean | null) => {
    const patch = { type: 'merge', body: { spec: { unschedulable } } } as const;
    return kubelet.lab.api.patch(resources.nodes, { name: 'node-1' }, patch, { cause: { trigger: 'boot', name: 'test' } });
  };
  await cordon(true);
  await kubelet.lab.advance(9_000);
  expect(await said()).toEqual([]);
  await kubelet.lab.advance(1_000);
  expect(await said()).toEqual(['NodeNotSchedulable: Node node-1 status is now: NodeNotSchedulable']);
  await cordon(null);
  await kubelet.lab.advance(20_000);
  expect(await said()).toEqual([
    'NodeNotSchedulable: Node node-1 status is now: NodeNotSchedulable',
    'NodeSchedulable: Node node-1 status is now: NodeSchedulable',
  ]);
  expect(await heartbeat()).toBe(before);
});
