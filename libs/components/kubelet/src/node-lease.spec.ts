import { type Lease, type Node, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const NODE = { name: 'node-1' };
const LEASE = { namespace: 'kube-node-lease', name: 'node-1' };

async function lab() {
  const kubelet = new KubeletLab();
  await kubelet.boot(NODE.name);
  const { api } = kubelet.lab;
  const owners = async () => (await kubelet.list<Lease>(resources.leases)).map(({ metadata }) => metadata?.ownerReferences);
  return { kubelet, api, owners };
}

test('a deleted lease is recreated within ten seconds', async () => {
  const { kubelet, api, owners } = await lab();
  const [node] = await kubelet.list<Node>(resources.nodes);
  await api.delete(resources.leases, LEASE, {}, REQUEST);
  await kubelet.lab.advance(10_000);
  expect(await owners()).toEqual([[{ apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: node?.metadata?.uid }]]);
});

test('no lease is created without its Node: garbage collection would delete it again and again', async () => {
  const { kubelet, api, owners } = await lab();
  await api.delete(resources.nodes, NODE, {}, REQUEST);
  await api.delete(resources.leases, LEASE, {}, REQUEST);
  await kubelet.lab.advance(60_000);
  expect(await owners()).toEqual([]);
});

test('a recreated Node owns the next lease', async () => {
  const { kubelet, api, owners } = await lab();
  await api.delete(resources.nodes, NODE, {}, REQUEST);
  await api.delete(resources.leases, LEASE, {}, REQUEST);
  const again = await api.create<Node>(resources.nodes, { apiVersion: 'v1', kind: 'Node', metadata: NODE }, REQUEST);
  await kubelet.lab.advance(10_000);
  expect(await owners()).toEqual([[{ apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: again.metadata?.uid }]]);
});
