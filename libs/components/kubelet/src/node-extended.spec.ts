import { type Node, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

const CAUSE = { trigger: 'boot', name: 'test' } as const;

test('resources that a client advertises for a node are allocatable at the next report, and no longer once withdrawn', async () => {
  const kubelet = new KubeletLab();
  await kubelet.boot('node-1');
  await kubelet.lab.advance(10_000);
  const advertise = async (amount: string | null) => {
    const patch = { type: 'merge', body: { status: { capacity: { 'example.com/dongle': amount } } } } as const;
    await kubelet.lab.api.patch(resources.nodes, { name: 'node-1' }, patch, { cause: CAUSE, subresource: 'status' });
    await kubelet.lab.advance(10_000);
    const [node] = await kubelet.list<Node>(resources.nodes);
    const { capacity, allocatable } = node?.status ?? {};
    return [capacity?.['example.com/dongle'], allocatable?.['example.com/dongle']];
  };
  expect(await advertise('4')).toEqual(['4', '4']);
  expect(await advertise('2k')).toEqual(['2k', '2k']);
  const before = (await kubelet.list<Node>(resources.nodes))[0]?.metadata?.resourceVersion;
  await kubelet.lab.advance(60_000);
  expect((await kubelet.list<Node>(resources.nodes))[0]?.metadata?.resourceVersion).toBe(before);
  expect(await advertise(null)).toEqual([undefined, undefined]);
});
