import { expect, test } from 'vitest';
import { type InMemoryApiServer, inMemoryApiServer } from '../testing/index.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

test('requests are counted by verb, resource, scope and status code', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await client.post(MAPS, { metadata: { name: 'a' } });
  await client.post(MAPS, { metadata: { name: 'a' } });
  await client.get(`${MAPS}/b`);
  await client.get(`${MAPS}/a`);
  await client.get(`${MAPS}/a`);
  await client.get('/readyz');
  expect(await samples(server, 'apiserver_request_total')).toEqual([
    'code="200",component="",dry_run="",group="",resource="",scope="",subresource="/readyz",verb="GET",version="" 1',
    'code="200",component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="GET",version="v1" 2',
    'code="201",component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="POST",version="v1" 1',
    'code="404",component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="GET",version="v1" 1',
    'code="409",component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="POST",version="v1" 1',
  ]);
});

test('paths that are not served have no series', async () => {
  const server = await inMemoryApiServer();
  for (const url of ['/api/v1/foo', `${MAPS}/a/foo`, '/apis/foo/v1/bars', '/foo', '/version', '/metrics']) await server.client.get(url);
  expect(await samples(server, 'apiserver_request_total')).toEqual([]);
});

test('durations are those of the host', async () => {
  let now = 0;
  const server = await inMemoryApiServer({
    hostNow: () => {
      now += 700;
      return now;
    },
  });
  await server.client.get(`${MAPS}/a`);
  const series = 'component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="GET",version="v1"';
  expect(await samples(server, 'apiserver_request_duration_seconds_bucket')).toContain(`${series},le="0.6" 0`);
  expect(await samples(server, 'apiserver_request_duration_seconds_bucket')).toContain(`${series},le="0.8" 1`);
  expect(await samples(server, 'apiserver_request_duration_seconds_sum')).toEqual([`${series} 0.7`]);
});

test('an open watch is a long-running request, and counts at its end', async () => {
  const server = await inMemoryApiServer();
  const stream = await server.client.open(`${MAPS}?watch=1`);
  const series = 'component="apiserver",group="",resource="configmaps",scope="namespace",subresource="",verb="WATCH",version="v1"';
  expect(await samples(server, 'apiserver_longrunning_requests')).toEqual([`${series} 1`]);
  expect(await samples(server, 'apiserver_request_total')).toEqual([]);
  stream.close();
  expect(await samples(server, 'apiserver_longrunning_requests')).toEqual([`${series} 0`]);
  expect(await samples(server, 'apiserver_request_total')).toEqual([expect.stringMatching(/^code="200".*verb="WATCH",version="v1" 1$/)]);
});

test('objects are counted by kind, and writes to the log by operation', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await client.post(MAPS, { metadata: { name: 'a' } });
  await client.post(MAPS, { metadata: { name: 'b' } });
  await client.send('DELETE', `${MAPS}/a`, {});
  const of = async (name: string) => (await samples(server, name)).filter((line) => line.includes('"configmaps"'));
  expect(await of('apiserver_resource_objects')).toEqual(['group="",resource="configmaps" 1']);
  expect(await of('apiserver_storage_objects')).toEqual(['resource="configmaps" 1']);
  expect(await of('etcd_requests_total')).toEqual([
    'group="",operation="create",resource="configmaps" 2',
    'group="",operation="delete",resource="configmaps" 1',
  ]);
  expect(await of('etcd_request_duration_seconds_count')).toEqual(await of('etcd_requests_total'));
  expect(await of('etcd_request_errors_total')).toEqual([]);
});

test('the page has the text format, names its version, and tells what the process uses', async () => {
  const { client } = await inMemoryApiServer({
    usage: () => ({ cpuSeconds: 1.5, startedAtSeconds: 1_795_261_023.25, residentBytes: 4_096 }),
  });
  const { status, text, headers } = await client.get('/metrics');
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const lines = text.split('\n');
  expect(lines.find((line) => line.startsWith('kubernetes_build_info'))).toContain('git_version="v1.35.0"');
  expect(lines.filter((line) => line.startsWith('process_'))).toEqual([
    'process_cpu_seconds_total 1.5',
    'process_resident_memory_bytes 4096',
    'process_start_time_seconds 1.79526102325e+09',
  ]);
});

test('the page is only read, has no past, and needs a user', async () => {
  const { client } = await inMemoryApiServer();
  expect((await client.send('POST', '/metrics', {})).json).toMatchObject({ code: 405, reason: 'MethodNotAllowed' });
  expect((await client.get('/at/1/metrics')).json).toMatchObject({
    code: 405,
    message: expect.stringMatching(/: metrics are measured, and not in the log$/),
  });
  const anonymous = await client.get('/metrics', { user: null });
  expect([anonymous.status, anonymous.json.message]).toEqual([
    403,
    expect.stringMatching(/^forbidden: User "system:anonymous" cannot get path "\/metrics"/),
  ]);
});

/** Samples of a family, without its name. */
async function samples({ client }: InMemoryApiServer, name: string): Promise<string[]> {
  const { text } = await client.get('/metrics');
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .map((line) => line.slice(name.length + 1).replace('} ', ' '));
}
