import type { HostClient, LoopbackAddress } from '@klockwork/http-api';
import { SeededRandom, silentLogger } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { Ingress } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';
import { HostServices } from './host-services.ts';
import type { OutsideDialer } from './outside-dialer.ts';

const PATH = '/api/v1/namespaces/default/services';
const aService = (nodePort: number) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { type: 'NodePort', ports: [{ port: 80, nodePort }] },
});

/** Ports that are lists, and the clients that they accept. */
async function lab() {
  const { client, journal } = await inMemoryApiServer();
  const open = new Map<string, (client: HostClient) => void>();
  const ports = {
    async listen(_: string, { host, port }: LoopbackAddress, accept: (client: HostClient) => void) {
      const address = `${host}:${port}`;
      if (open.has(address)) throw new Error('EADDRINUSE');
      open.set(address, accept);
      return { address: { host, port }, close: async () => void open.delete(address) };
    },
    listenTls: (key: string, wanted: LoopbackAddress) => ports.listen(key, wanted, () => undefined),
  };
  const dialer = {
    dial: async () => {
      throw new ConnectionError('refused');
    },
  };
  const services = new HostServices({
    ...{ journal, ports, dialer: dialer as unknown as OutsideDialer, logger: silentLogger },
    view: {
      ingresses: () => journal.state.all({ group: 'networking.k8s.io', resource: 'ingresses' }).map(({ object }) => object as Ingress),
      gateways: () => [],
      routes: () => [],
      classOf: () => undefined,
      namespace: () => undefined,
      service: () => undefined,
      secret: () => undefined,
      random: new SeededRandom(1),
    },
  });
  return { client, open, services };
}

test('ports open, change and close with their Service', async () => {
  const { client, open, services } = await lab();
  expect((await services.list()).services).toEqual([]);
  await client.post(PATH, aService(30_080));
  const line = { namespace: 'default', service: 'web', type: 'NodePort', port: 80 };
  expect((await services.list()).services).toEqual([{ ...line, address: '127.0.0.1:30080' }]);
  await client.patch(`${PATH}/web`, 'merge-patch', { spec: { ports: [{ port: 80, nodePort: 30_081 }] } });
  expect((await services.list()).services).toEqual([{ ...line, address: '127.0.0.1:30081' }]);
  expect([...open.keys()]).toEqual(['127.0.0.1:30081']);
  await client.delete(`${PATH}/web`);
  expect((await services.list()).services).toEqual([]);
  expect(open.size).toBe(0);
});

test('a stop closes all ports, and later changes open none', async () => {
  const { client, open, services } = await lab();
  await client.post(PATH, aService(30_080));
  await services.list();
  await services.stop();
  expect(open.size).toBe(0);
  await client.patch(`${PATH}/web`, 'merge-patch', { spec: { ports: [{ port: 80, nodePort: 30_081 }] } });
  expect((await services.list()).services).toEqual([]);
});

test('a client of a Service without endpoints is reset', async () => {
  const { client, open, services } = await lab();
  await client.post(PATH, aService(30_080));
  await services.list();
  const reset = new Promise<void>((resolve) => open.get('127.0.0.1:30080')?.({ reset: resolve } as HostClient));
  await reset;
  await services.stop();
});

test('a port serves all Ingresses while there are any, and another speaks TLS while one asks for it', async () => {
  const { client, open, services } = await lab();
  const ingresses = '/apis/networking.k8s.io/v1/namespaces/default/ingresses';
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const rules = [{ host: 'shop.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
  await client.post(ingresses, { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'shop' }, spec: { rules } });
  const line = { namespace: 'default', ingress: 'shop', hosts: ['shop.example'], address: '127.96.0.1:80' };
  expect(await services.list()).toEqual({ services: [], ingresses: [line], gateways: [] });
  await client.patch(`${ingresses}/shop`, 'merge-patch', { spec: { tls: [{ hosts: ['shop.example'], secretName: 'shop' }] } });
  expect((await services.list()).ingresses).toEqual([{ ...line, tlsAddress: '127.96.0.1:443' }]);
  await client.delete(`${ingresses}/shop`);
  expect((await services.list()).ingresses).toEqual([]);
  expect(open.size).toBe(0);
});
