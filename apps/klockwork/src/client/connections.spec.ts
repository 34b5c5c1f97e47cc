import { expect, test } from 'vitest';
import { connectService, disconnectService } from './connections.ts';
import { type LabClient, Refusal } from './lab-client.ts';

const TARGET = { namespace: 'default', name: 'hooks' };
const SERVICES = '/api/v1/namespaces/default/services';
const CONNECTIONS = '/apis/klockwork.dev/v1alpha1/namespaces/default/connections';

/** A client of a lab with objects by path; records writes. */
function labOf(objects: Record<string, object>) {
  const writes: (readonly [string, string, unknown])[] = [];
  const client = {
    async getJson(path: string) {
      if (objects[path] === undefined) throw new Refusal('not found', 404);
      return objects[path];
    },
    async postJson(path: string, value: { metadata: { name: string } }) {
      const at = `${path}/${value.metadata.name}`;
      if (objects[at] !== undefined) throw new Refusal('already exists', 409);
      writes.push(['POST', path, value]);
      return { ...value, metadata: { ...value.metadata, uid: 'u1' } };
    },
    async mergeJson(path: string, patch: unknown) {
      writes.push(['PATCH', path, patch]);
      return {};
    },
    async delete(path: string) {
      if (objects[path] === undefined) throw new Refusal('not found', 404);
      writes.push(['DELETE', path, undefined]);
    },
  };
  return { client: client as unknown as LabClient, writes };
}

const service = { metadata: { name: 'hooks' }, spec: { ports: [{ name: 'https', port: 443 }] } };
const object = (spec: object) => ({ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Connection', metadata: { name: 'hooks' }, spec });

test('a known Service gets a connection', async () => {
  const { client, writes } = labOf({ [`${SERVICES}/hooks`]: service });
  expect(await connectService(client, TARGET, { to: '127.0.0.1:9443', port: 'https' })).toEqual({ service, isNew: false });
  expect(writes).toEqual([['POST', CONNECTIONS, object({ to: '127.0.0.1:9443', port: 'https' })]]);
});

test('a connected Service gets the new address and loses the former port', async () => {
  const { client, writes } = labOf({ [`${SERVICES}/hooks`]: service, [`${CONNECTIONS}/hooks`]: {} });
  await connectService(client, TARGET, { to: '127.0.0.1:9444' });
  expect(writes).toEqual([['PATCH', `${CONNECTIONS}/hooks`, { spec: { to: '127.0.0.1:9444', port: null } }]]);
});

test.each([
  [undefined, 443],
  [8080, 8080],
])('a missing Service is created with port %s, and owned by its connection', async (port, expected) => {
  const { client, writes } = labOf({});
  const spec = { to: '127.0.0.1:9443', ...(port !== undefined && { port }) };
  expect((await connectService(client, TARGET, spec)).isNew).toBe(true);
  const ownerReferences = [{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Connection', name: 'hooks', uid: 'u1' }];
  const created = {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'hooks', ownerReferences } },
    spec: { ports: [{ port: expected, protocol: 'TCP' }] },
  };
  expect(writes).toEqual([
    ['POST', CONNECTIONS, object(spec)],
    ['POST', SERVICES, created],
  ]);
});

test('an unknown port is refused before a write', async () => {
  const known = labOf({ [`${SERVICES}/hooks`]: service });
  const to = '127.0.0.1:9443';
  await expect(connectService(known.client, TARGET, { to, port: 80 })).rejects.toThrow(
    'services/hooks of default has no port 80, but https',
  );
  await expect(connectService(labOf({}).client, TARGET, { to, port: 'https' })).rejects.toThrow(
    'there is no services/hooks in default with a port https: create it, or give the port as a number',
  );
  expect(known.writes).toEqual([]);
});

test('a connection ends once', async () => {
  const { client, writes } = labOf({ [`${CONNECTIONS}/hooks`]: {} });
  await disconnectService(client, TARGET);
  expect(writes).toEqual([['DELETE', `${CONNECTIONS}/hooks`, undefined]]);
  await expect(disconnectService(labOf({}).client, TARGET)).rejects.toThrow('services/hooks of default is not connected');
});
