import { copy } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import type { KindDefinition } from '../kind.ts';
import { kindOf } from '../kinds.ts';
import { clusterAddons } from './cluster-addons.ts';
import { controlPlanePods } from './control-plane-pods.ts';

const pods = controlPlanePods('node-1', '172.18.0.1');

test.each([
  ['etcd', 'registry.k8s.io/etcd:3.6.6-0', 2381],
  ['kube-apiserver', 'registry.k8s.io/kube-apiserver:v1.35.0', 6443],
  ['kube-controller-manager', 'registry.k8s.io/kube-controller-manager:v1.35.0', 10_257],
  ['kube-scheduler', 'registry.k8s.io/kube-scheduler:v1.35.0', 10_259],
])('the control plane runs %s from %s with port %i', (name, image, port) => {
  const pod = pods.find(({ metadata }) => metadata?.name === name);
  expect(pod?.metadata).toMatchObject({ namespace: 'kube-system', labels: { component: name, tier: 'control-plane' } });
  expect(pod?.spec).toMatchObject({ hostNetwork: true, priorityClassName: 'system-node-critical' });
  expect(pod?.spec?.containers).toMatchObject([{ name, image, ports: [{ containerPort: port }] }]);
});

test('the addons are those of kubeadm', () => {
  expect(clusterAddons().map(({ object }) => `${object.kind}/${object.metadata?.name}`)).toEqual([
    'ServiceAccount/coredns',
    'ServiceAccount/kube-proxy',
    'ConfigMap/coredns',
    'ConfigMap/kube-proxy',
    'Deployment/coredns',
    'DaemonSet/kube-proxy',
  ]);
});

test.each([
  ...pods.map((object) => ({ group: '', resource: 'pods', object })),
  ...clusterAddons().map(({ resource, object }) => ({ ...resource, object })),
])('$object.kind $object.metadata.name is valid', ({ group, resource, object }) => {
  const { strategy } = kindOf(group, resource) as KindDefinition;
  const defaulted = copy(object);
  strategy.default(defaulted);
  expect(strategy.validate(defaulted)).toEqual([]);
});
