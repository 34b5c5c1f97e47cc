import { ApiError } from '@klockwork/kernel';
import type { CSINode, Node } from '@klockwork/kubernetes-types';
import { resources } from '@klockwork/resources';
import { beforeEach, expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const PLUGINS = ['aws-ebs', 'azure-disk', 'azure-file', 'cinder', 'gce-pd', 'portworx-volume', 'vsphere-volume'];
const annotations = { 'storage.alpha.kubernetes.io/migrated-plugins': PLUGINS.map((name) => `kubernetes.io/${name}`).join(',') };

let kubelet: KubeletLab;
beforeEach(() => {
  kubelet = new KubeletLab();
});

test('a starting node creates its own CSINode without drivers before it is Ready', async () => {
  await kubelet.boot('node-1');
  const [node] = await kubelet.list<Node>(resources.nodes);
  const [csiNode] = await kubelet.list<CSINode>(resources.csiNodes);
  expect(csiNode?.metadata).toMatchObject({ name: 'node-1', annotations });
  expect(csiNode?.metadata?.ownerReferences).toEqual([{ apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: node?.metadata?.uid }]);
  expect(csiNode?.spec).toEqual({ drivers: [] });
  expect(kubelet.lab.api.writes.slice(0, 3).map(({ verb, resource }) => `${verb} ${resource.resource}`)).toEqual([
    'create nodes',
    'create csinodes',
    'patch nodes',
  ]);
});

test('an existing CSINode keeps its drivers, and lists migrated plugins again', async () => {
  const drivers = [{ name: 'hostpath.csi.k8s.io', nodeID: 'node-1' }];
  const csiNode = { apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', metadata: { name: 'node-1' }, spec: { drivers } };
  await kubelet.lab.api.create(resources.csiNodes, csiNode, REQUEST);
  await kubelet.boot('node-1');
  const [kept] = await kubelet.list<CSINode>(resources.csiNodes);
  expect(kept?.metadata?.annotations).toEqual(annotations);
  expect(kept?.spec).toEqual({ drivers });
});

test('a node is not Ready before the API accepts its CSINode', async () => {
  kubelet.lab.api.refuse = (verb, { resource }) => {
    if (verb === 'create' && resource === 'csinodes') throw new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'not yet' });
  };
  const booting = kubelet.boot('node-1');
  await kubelet.lab.advance(1_500);
  const [waiting] = await kubelet.list<Node>(resources.nodes);
  expect(waiting?.status?.conditions).toBeUndefined();
  kubelet.lab.api.refuse = () => {};
  await kubelet.lab.advance(1_000);
  await booting;
  expect(await kubelet.list(resources.csiNodes)).toHaveLength(1);
});
