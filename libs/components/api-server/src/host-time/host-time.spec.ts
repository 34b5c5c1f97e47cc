import type { Schema } from '@klockwork/api-machinery';
import { wholeBody } from '@klockwork/http-api';
import { encodeUtf8 } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { allKinds } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { ListText } from '../answers/list-text.ts';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { hostTimeAnswer } from './host-time-answer.ts';
import { TimeMover } from './move-times.ts';
import { shiftTimes } from './shift-times.ts';

const HOST = '/klockwork/v1/host-time';
const HOUR = 3_600_000;
const LAB_NOON = '2026-01-01T12:00:00Z';
const HOST_TEN = '2026-01-01T10:00:00Z';

/** Returns a lab two hours ahead of the host. */
async function wound() {
  return inMemoryApiServer({ hostNow: () => Date.parse(HOST_TEN) });
}

const lease = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'a', annotations: { at: LAB_NOON } },
  spec: { renewTime: '2026-01-01T12:00:00.123456Z' },
};
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/default/leases';

test("an object has times on the host's clock, without other changes", async () => {
  const { client } = await wound();
  await client.post(LEASES, lease);
  const { json: stored } = await client.get(`${LEASES}/a`);
  const { json: read } = await client.get(`${HOST}${LEASES}/a`);
  const { metadata } = stored;
  expect(metadata.creationTimestamp).toBe(LAB_NOON);
  expect(read).toEqual({
    ...stored,
    metadata: {
      ...metadata,
      creationTimestamp: HOST_TEN,
      managedFields: metadata.managedFields.map((entry: object) => ({ ...entry, time: HOST_TEN })),
    },
    spec: { ...stored.spec, renewTime: '2026-01-01T10:00:00.123000Z' },
  });
});

test('lists and Table rows have shifted times; ages in cells are lab ages', async () => {
  const { client } = await wound();
  await client.post(LEASES, lease);
  const { json: list } = await client.get(`${HOST}${LEASES}`);
  expect(list.items.map(({ metadata }: typeof list) => metadata.creationTimestamp)).toEqual([HOST_TEN]);
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  const [plain, moved] = await Promise.all(['', HOST].map((prefix) => client.get(`${prefix}${LEASES}`, { headers: { accept } })));
  expect(moved?.json.rows[0].cells).toEqual(plain?.json.rows[0].cells);
  expect(moved?.json.rows[0].object.metadata.creationTimestamp).toBe(HOST_TEN);
});

test('each event of a watch has its times moved', async () => {
  const { client } = await wound();
  await client.post(LEASES, lease);
  const watch = await client.open(`${HOST}${LEASES}?watch=true`);
  await expect.poll(() => watch.lines).toMatchObject([{ type: 'ADDED', object: { metadata: { creationTimestamp: HOST_TEN } } }]);
});

test.each([
  ['POST', LEASES],
  ['PUT', `${LEASES}/a`],
  ['PATCH', `${LEASES}/a`],
  ['DELETE', `${LEASES}/a`],
] as const)('%s is refused in one sentence', async (method, path) => {
  const { client } = await wound();
  await client.post(LEASES, lease);
  const { status, json } = await client.send(method, `${HOST}${path}`, { body: lease });
  expect([status, json.reason, json.message]).toEqual([
    405,
    'MethodNotAllowed',
    "the times of this context are those of the host's clock, so it only reads: use the context klockwork to write or connect",
  ]);
});

test('discovery is found below the prefix too', async () => {
  const { client } = await wound();
  expect((await client.get(`${HOST}/api`)).json.kind).toBe('APIVersions');
  expect((await client.get('/klockwork/v1/host-timely')).status).toBe(404);
});

test('fields of other types than times are unchanged; times keep their precision', () => {
  const pod = {
    metadata: { creationTimestamp: LAB_NOON, deletionTimestamp: null, labels: { at: LAB_NOON } },
    spec: { containers: [{ name: LAB_NOON, args: [LAB_NOON] }] },
    status: {
      startTime: 'never',
      conditions: [{ type: 'Ready', lastTransitionTime: '2026-01-01T12:00:00+02:00' }],
      containerStatuses: [{ state: { terminated: { finishedAt: LAB_NOON } } }],
    },
  };
  const micro: Schema = { name: '', type: 'string', format: 'micro-time' };
  expect(shiftTimes('2026-01-01T12:00:00.123456Z', micro, -2 * HOUR - 1)).toBe('2026-01-01T10:00:00.122456Z');
  expect(shiftTimes(pod, schemaOf('io.k8s.api.core.v1.Pod'), -2 * HOUR)).toEqual({
    metadata: { creationTimestamp: HOST_TEN, deletionTimestamp: null, labels: { at: LAB_NOON } },
    spec: { containers: [{ name: LAB_NOON, args: [LAB_NOON] }] },
    status: {
      startTime: 'never',
      conditions: [{ type: 'Ready', lastTransitionTime: '2026-01-01T08:00:00Z' }],
      containerStatuses: [{ state: { terminated: { finishedAt: HOST_TEN } } }],
    },
  });
});

test('lines and lists written in parts are joined before parsing', () => {
  const written = (watch: boolean, chunks: (string | Uint8Array)[]) => {
    const out: string[] = [];
    const sink = {
      write: (chunk: string | Uint8Array) => out.push(String(chunk)) > 0,
      drained: async () => {},
      end: () => out.push('end'),
    };
    const headers = { 'content-type': 'application/json' };
    const stream = {
      status: 200,
      headers,
      ...(watch && { watch: true as const }),
      start: (to: typeof sink) => {
        for (const chunk of chunks) to.write(chunk);
        to.end();
      },
    };
    const answer = hostTimeAnswer(stream, (value) => ({ moved: value }));
    if ('start' in answer) answer.start(sink);
    return out;
  };
  expect(written(true, ['{"a":1}\n{"b"', encodeUtf8(':"ä"}\n'), '{"c":3}\n{"d":4}'])).toEqual([
    '{"moved":{"a":1}}\n',
    '{"moved":{"b":"ä"}}\n',
    '{"moved":{"c":3}}\n',
    '{"moved":{"d":4}}',
    'end',
  ]);
  expect(written(false, ['{"items":', '[1]}'])).toEqual(['{"moved":{"items":[1]}}', 'end']);
});

test('a list built while sent is shifted item by item', () => {
  const mover = new TimeMover(allKinds).by(() => -2 * HOUR);
  const item = `{"metadata":{"creationTimestamp":"${LAB_NOON}"}}`;
  const sent = (head: string, text: string) => {
    const body = new ListText({ head, items: ['', text, text], tail: ']}' });
    const answer = hostTimeAnswer({ status: 200, headers: { 'content-type': 'application/json' }, body }, mover);
    return 'body' in answer ? wholeBody(answer.body) : undefined;
  };
  const [pods, moved] = ['{"kind":"PodList","apiVersion":"v1","items":[', item.replace(LAB_NOON, HOST_TEN)];
  expect(sent(pods, item)).toBe(`${pods}${moved},${moved}]}`);
  const table = '{"kind":"Table","apiVersion":"meta.k8s.io/v1","columnDefinitions":[],"rows":[';
  const row = (object: string) => `{"cells":["${LAB_NOON}"],"object":${object}}`;
  expect(sent(table, row(item))).toBe(`${table}${row(moved)},${row(moved)}]}`);
});

test('text and connections: logs pass unchanged, a command in a container is refused', () => {
  const log = { status: 200, headers: { 'content-type': 'text/plain' }, body: LAB_NOON };
  expect(hostTimeAnswer(log, () => 'moved')).toBe(log);
  const exec = { type: 'websocket' as const, protocol: '', headers: {}, start: () => {} };
  expect(() => hostTimeAnswer(exec, () => 'moved')).toThrow('it only reads');
});
