import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refusal } from '../client/lab-client.ts';
import { installSystemPods } from './install-system-pods.ts';

let nodes: string;
beforeEach(() => {
  nodes = mkdtempSync(join(tmpdir(), 'klockwork-system-pods-'));
});
afterEach(() => rmSync(nodes, { recursive: true }));

/** Client of a server with the given refusal; records paths. */
function clientOf(refusal?: Refusal) {
  const paths: string[] = [];
  return {
    paths,
    postJson: async <T>(path: string, value: object): Promise<T> => {
      paths.push(path);
      if (refusal !== undefined) throw refusal;
      return value as T;
    },
  };
}

const system = 'namespaces/kube-system';
const PATHS = [
  `/api/v1/${system}/serviceaccounts`,
  `/api/v1/${system}/serviceaccounts`,
  `/api/v1/${system}/configmaps`,
  `/api/v1/${system}/configmaps`,
  `/apis/apps/v1/${system}/deployments`,
  `/apis/apps/v1/${system}/daemonsets`,
];

test('manifests are written, and addons are created', async () => {
  const client = clientOf();
  await installSystemPods(client, { nodes });
  expect(client.paths).toEqual(PATHS);
  const folder = join(nodes, 'node-1', 'manifests');
  expect(readdirSync(folder).sort()).toEqual(['etcd.yaml', 'kube-apiserver.yaml', 'kube-controller-manager.yaml', 'kube-scheduler.yaml']);
  const etcd = JSON.parse(readFileSync(join(folder, 'etcd.yaml'), 'utf8'));
  expect(etcd.metadata.annotations).toEqual({ 'kubeadm.kubernetes.io/etcd.advertise-client-urls': 'https://172.18.0.1:2379' });
});

test('present files and objects stay', async () => {
  await installSystemPods(clientOf(), { nodes });
  const file = join(nodes, 'node-1', 'manifests', 'etcd.yaml');
  writeFileSync(file, 'changed');
  const client = clientOf(new Refusal('serviceaccounts "coredns" already exists', 409));
  await installSystemPods(client, { nodes });
  expect(client.paths).toEqual(PATHS);
  expect(readFileSync(file, 'utf8')).toBe('changed');
});

test('another refusal ends the installation', async () => {
  await expect(installSystemPods(clientOf(new Refusal('forbidden', 403)), { nodes })).rejects.toThrow('forbidden');
});
