import { Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';

const LIMIT_MS = 120_000;
let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast', '--nodes', '1', '--system-pods']);
}, LIMIT_MS);
afterAll(() => lab.down());

test('pods of kubeadm are Ready, and a deleted copy returns', { timeout: LIMIT_MS }, async () => {
  await lab.kubectl('wait pods -n kube-system -l tier=control-plane --for=create --timeout=30s');
  await lab.advance('1m');
  await lab.kubectl('wait pods -n kube-system --all --for=condition=Ready --timeout=30s');
  const names = (await lab.kubectl('get pods -n kube-system -o name')).replaceAll(
    /coredns-[a-z0-9]+-[a-z0-9]+|(?<=proxy-)[a-z0-9]+/g,
    (text) => (text.startsWith('coredns') ? 'coredns-*' : '*'),
  );
  expect(names.trim().split('\n').sort()).toEqual([
    'pod/coredns-*',
    'pod/coredns-*',
    'pod/etcd-node-1',
    'pod/kube-apiserver-node-1',
    'pod/kube-controller-manager-node-1',
    'pod/kube-proxy-*',
    'pod/kube-scheduler-node-1',
  ]);
  const uid = () => lab.kubectl('get pod etcd-node-1 -n kube-system -o jsonpath={.metadata.uid} --ignore-not-found');
  const before = await uid();
  await lab.kubectl('delete pod etcd-node-1 -n kube-system --wait=false');
  await lab.advance('10s');
  await lab.kubectl('wait pod etcd-node-1 -n kube-system --for=condition=Ready --timeout=30s');
  expect(await uid()).not.toBe(before);
});
