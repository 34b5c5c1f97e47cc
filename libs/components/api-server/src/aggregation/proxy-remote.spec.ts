import { NODE_ROUTES, type PortForwardRequest, type StreamAnswer } from '@klockwork/cluster-api';
import { settled } from '@klockwork/cluster-api/testing';
import { CountingActivity } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { HostTls } from '@klockwork/userland';
import { expect, test } from 'vitest';
import { definition, establish } from '../custom-resources/testing/definitions.ts';
import { inMemoryApiServer } from '../testing/index.ts';
import { API_SERVICES, apiService, condition, connectedServer, Program, SERVICES } from './testing/extension-program.ts';

const AGGREGATED = { headers: { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' } };

test('an APIService becomes available once its Service leads to an answering program', async () => {
  const program = new Program();
  const server = await inMemoryApiServer({ admission: [], remote: { dialer: program } });
  await server.client.post(API_SERVICES, apiService());
  await settled();
  expect(await condition(server)).toEqual(['False', 'ServiceNotFound', 'service/api in "default" is not present']);
  expect(await condition(await connectedServer())).toEqual(['True', 'Passed', 'all checks passed']);
});

test('a check speaks TLS with the name of the Service, and as the aggregator', async () => {
  const { program } = await connectedServer();
  const client = { certificate: 'C', key: 'K' };
  expect(program.tls[0]).toEqual({ serverName: 'api.default.svc', isUnverified: undefined, authorities: 'CA', client });
  expect(program.heard[0]?.split('\r\n').slice(0, 4)).toEqual([
    'GET /apis/wardle.example.com/v1 HTTP/1.1',
    'Host: api.default.svc',
    'X-Remote-User: system:kube-aggregator',
    'X-Remote-Group: system:masters',
  ]);
});

test('a request below the group version reaches the program, with its user and without foreign user headers', async () => {
  const { client, program } = await connectedServer();
  const path = '/apis/wardle.example.com/v1/namespaces/default/flunders';
  program.answers[path] = { kind: 'FlunderList' };
  const stream = await client.open(`${path}?limit=5`, { headers: { 'x-remote-user': 'eve', authorization: 'Bearer x', 'x-own': '1' } });
  await settled();
  expect(stream.text).toBe('{"kind":"FlunderList"}');
  const lines = program.heard.at(-1)?.split('\r\n') ?? [];
  expect(lines[0]).toBe(`GET ${path}?limit=5 HTTP/1.1`);
  expect(lines.filter((line) => /^(x-remote|x-own|authorization)/i.test(line))).toEqual([
    'x-own: 1',
    'X-Remote-User: admin',
    'X-Remote-Group: system:masters',
    'X-Remote-Group: system:authenticated',
  ]);
});

test('both forms of discovery list the resources of the program', async () => {
  const { client } = await connectedServer();
  const version = { groupVersion: 'wardle.example.com/v1', version: 'v1' };
  const group = { name: 'wardle.example.com', versions: [version], preferredVersion: version };
  expect((await client.get('/apis')).json.groups.at(-1)).toEqual(group);
  expect((await client.get('/apis/wardle.example.com')).json).toEqual({ kind: 'APIGroup', apiVersion: 'v1', ...group });
  expect((await client.get('/apis', AGGREGATED)).json.items.at(-1)).toEqual({
    metadata: { name: 'wardle.example.com' },
    versions: [
      {
        version: 'v1',
        resources: [
          {
            resource: 'flunders',
            responseKind: { group: 'wardle.example.com', version: 'v1', kind: 'Flunder' },
            scope: 'Namespaced',
            singularResource: 'flunder',
            verbs: ['get', 'list'],
            shortNames: ['fl'],
            subresources: [
              { subresource: 'status', responseKind: { group: 'wardle.example.com', version: 'v1', kind: 'Flunder' }, verbs: ['get'] },
            ],
          },
        ],
        freshness: 'Current',
      },
    ],
  });
});

test('a stopped program fails the request, then the check, and returns within half a minute of lab time', async () => {
  const { client, program, clock } = await connectedServer();
  program.isUp = false;
  const refused = await client.get('/apis/wardle.example.com/v1');
  expect([refused.status, refused.text]).toEqual([
    503,
    'error trying to reach service: dial tcp 127.0.0.1:9443: connect: connection refused',
  ]);
  await settled();
  const url = 'https://api.default.svc:443/apis/wardle.example.com/v1';
  expect(await condition({ client })).toEqual([
    'False',
    'FailedDiscoveryCheck',
    `failing or missing response from ${url}: Get "${url}": dial tcp 127.0.0.1:9443: connect: connection refused`,
  ]);
  const unavailable = await client.get('/apis/wardle.example.com/v1/flunders');
  expect([unavailable.status, unavailable.text]).toEqual([503, 'service unavailable\n']);
  expect((await client.get('/apis', AGGREGATED)).json.items.at(-1).versions).toEqual([
    { version: 'v1', resources: [], freshness: 'Stale' },
  ]);
  program.isUp = true;
  clock.advanceTo(clock.now() + 30_000);
  await settled();
  expect(await condition({ client })).toEqual(['True', 'Passed', 'all checks passed']);
});

/** Server whose APIService leads to a pod, over TLS of its own. */
async function serverWithPod() {
  const program = new Program();
  const handshakes: HostTls[] = [];
  const tls = {
    connect: (_: Connection, given: HostTls) => {
      handshakes.push(given);
      return program.dial({}, {});
    },
  };
  const server = await inMemoryApiServer({ admission: [], remote: { dialer: new Program(), tls } });
  const { clock, network, subjects, client } = server;
  const bus = network.connect({ name: 'node-1', clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  const asked: string[] = [];
  const accept = async ({ body: { pod } }: { body: PortForwardRequest }): Promise<StreamAnswer> => {
    asked.push(pod);
    return { accepted: true };
  };
  bus.serve(subjects.at(NODE_ROUTES.portforward, 'node-1'), accept, { queue: 'agent' });
  await client.post(SERVICES, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' }, spec: { ports: [{ port: 443 }] } });
  const pod = { name: 'api-0', namespace: 'default' };
  const containers = [{ name: 'app', image: 'api' }];
  await client.post('/api/v1/namespaces/default/pods', {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: pod,
    spec: { nodeName: 'node-1', containers },
  });
  const addresses = [{ ip: '10.244.1.2', targetRef: { kind: 'Pod', ...pod } }];
  const endpoints = { kind: 'Endpoints', apiVersion: 'v1', metadata: { name: 'api' }, subsets: [{ addresses, ports: [{ port: 8443 }] }] };
  await client.post('/api/v1/namespaces/default/endpoints', endpoints);
  await client.post('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', {
    ...{ kind: 'EndpointSlice', apiVersion: 'discovery.k8s.io/v1', addressType: 'IPv4' },
    metadata: { name: 'api-1', labels: { 'kubernetes.io/service-name': 'api' } },
    ...{ endpoints: [{ addresses: ['10.244.1.2'], conditions: { ready: true } }], ports: [{ name: '', port: 8443 }] },
  });
  await client.post(API_SERVICES, apiService());
  await settled();
  return { ...server, program, asked, handshakes };
}

test('an APIService leads to a pod of its Service, over TLS with the name of the Service', async () => {
  const { client, program, asked, handshakes } = await serverWithPod();
  expect(await condition({ client })).toEqual(['True', 'Passed', 'all checks passed']);
  expect(handshakes[0]).toEqual({ serverName: 'api.default.svc', isUnverified: undefined, authorities: 'CA' });
  const checks = asked.length;
  const path = '/apis/wardle.example.com/v1/flunders';
  program.answers[path] = { kind: 'FlunderList' };
  const stream = await client.open(path);
  await settled();
  expect([stream.text, asked.slice(checks)]).toEqual(['{"kind":"FlunderList"}', ['api-0']]);
});

test('a pod that never answers fails the check after five seconds of lab time', async () => {
  const server = await serverWithPod();
  server.program.isSilent = true;
  await server.client.patch(`${SERVICES}/api`, 'merge-patch', { metadata: { labels: { a: 'b' } } });
  await settled();
  expect((await condition(server))?.[0]).toBe('True');
  server.clock.advanceTo(server.clock.now() + 5_000);
  await settled();
  const url = 'https://api.default.svc:443/apis/wardle.example.com/v1';
  expect(await condition(server)).toEqual([
    'False',
    'FailedDiscoveryCheck',
    `failing or missing response from ${url}: Get "${url}": context deadline exceeded`,
  ]);
});

test('an error status of the program fails the check', async () => {
  const program = new Program();
  program.answers = {};
  const url = 'https://api.default.svc:443/apis/wardle.example.com/v1';
  expect(await condition(await connectedServer(program))).toEqual([
    'False',
    'FailedDiscoveryCheck',
    `failing or missing response from ${url}: bad status from ${url}: 404`,
  ]);
});

test('the proxy of a connected Service reaches the program without TLS', async () => {
  const { client, program } = await connectedServer();
  program.answers['/healthz'] = { ok: true };
  const stream = await client.open(`${SERVICES}/api/proxy/healthz`);
  await settled();
  expect([stream.text, program.tls.at(-1)]).toEqual(['{"ok":true}', undefined]);
});

test('a custom object of a resource named services causes no check of an APIService', async () => {
  const server = await connectedServer();
  const spec = { group: 'serving.example.com', names: { plural: 'services', kind: 'Service' } };
  await establish(server, { ...definition(spec), metadata: { name: 'services.serving.example.com' } });
  const before = server.program.heard.length;
  const object = { apiVersion: 'serving.example.com/v1', kind: 'Service', metadata: { name: 'api' } };
  expect((await server.client.post('/apis/serving.example.com/v1/namespaces/default/services', object)).status).toBe(201);
  await settled();
  expect(server.program.heard.length).toBe(before);
  await server.client.patch(`${SERVICES}/api`, 'merge-patch', { metadata: { labels: { a: 'b' } } });
  await settled();
  expect(server.program.heard.slice(before).map((request) => request.split(' ')[1])).toEqual([
    '/apis/wardle.example.com/v1',
    '/openapi/v2',
    '/openapi/v3',
  ]);
});
