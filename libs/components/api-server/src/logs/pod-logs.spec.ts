import { subjectsOf } from '@klockwork/bus';
import { type LogsAnswer, type LogsRequest, NODE_ROUTES } from '@klockwork/cluster-api';
import { ApiError, CountingActivity } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const AT = Date.parse('2026-01-01T12:00:00.250Z');
const container = (name: string) => ({ name, image: 'nginx:1.27' });

/** Returns a server with a pod on node-1, whose agent answers these pages. */
async function serverWithLog(pages: readonly LogsAnswer[], containers = ['nginx']) {
  const server = await inMemoryApiServer({ admission: [] });
  const asked: LogsRequest[] = [];
  const { clock, network } = server;
  const agent = network.connect({ name: 'node-1', clock, activity: new CountingActivity((then) => void Promise.resolve().then(then)) });
  const left = [...pages];
  const answer = async ({ body }: { body: LogsRequest }) => {
    asked.push(body);
    return left.shift() as LogsAnswer;
  };
  if (pages.length > 0) agent.serve(subjectsOf('test').at(NODE_ROUTES.logs, 'node-1'), answer, { queue: 'agent' });
  const spec = { nodeName: 'node-1', containers: containers.map(container) };
  await server.client.post(PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
  return { ...server, asked };
}

const page = (texts: string[], cursor: string, ended: boolean): LogsAnswer => ({
  lines: texts.map((text) => ({ at: AT, text })),
  cursor,
  ended,
});

describe('the log of a pod', () => {
  test("the log of a pod is read page by page from its node's agent", async () => {
    const { client, asked } = await serverWithLog([page(['one', 'two'], 'c:2', false), page(['three'], 'c:3', true)]);
    const log = await client.open(`${PODS}/web/log?tailLines=3`);
    await expect.poll(() => log.ended).toBe(true);
    expect(log.text).toBe('one\ntwo\nthree\n');
    expect(log.headers['content-type']).toBe('text/plain');
    expect(asked).toMatchObject([{ node: 'node-1', pod: 'web', container: 'nginx', follow: false, tailLines: 3 }, { cursor: 'c:2' }]);
  });

  test('the log of a pod has nanosecond timestamps on request, and stops at its byte limit', async () => {
    const { client, asked } = await serverWithLog([page(['one', 'two'], 'c:2', false)]);
    const log = await client.open(`${PODS}/web/log?timestamps=true&limitBytes=36&sinceSeconds=10&follow=true`);
    await expect.poll(() => log.ended).toBe(true);
    expect(log.text).toBe('2026-01-01T12:00:00.250000000Z one\n2');
    expect(asked).toMatchObject([{ sinceTime: AT - 250 - 10_000, follow: true }]);
  });

  test('the log of a pod keeps line breaks, with a timestamp at each line start', async () => {
    const lines: LogsAnswer = {
      lines: [
        { at: AT, text: 'a long ', partial: true },
        { at: AT, text: 'line' },
        { at: AT, text: 'DONE', partial: true },
      ],
      cursor: 'c:3',
      ended: true,
    };
    const { client } = await serverWithLog([lines, lines]);
    const plain = await client.open(`${PODS}/web/log`);
    await expect.poll(() => plain.ended).toBe(true);
    expect(plain.text).toBe('a long line\nDONE');
    const dated = await client.open(`${PODS}/web/log?timestamps=true`);
    await expect.poll(() => dated.ended).toBe(true);
    expect(dated.text).toBe('2026-01-01T12:00:00.250000000Z a long line\n2026-01-01T12:00:00.250000000Z DONE');
  });

  test('the log of a pod with several containers needs a container name', async () => {
    const { client } = await serverWithLog([], ['a', 'b']);
    const message = async (query: string) => (await client.get(`${PODS}/web/log${query}`)).json.message;
    expect(await message('')).toBe('a container name must be specified for pod web, choose one of: [a b]');
    expect(await message('?container=c')).toBe('container c is not valid for pod web');
    expect(await message('?sinceTime=noon')).toBe('parsing time "noon" as "2006-01-02T15:04:05Z07:00": cannot parse "noon" as "2006"');
    expect(await message('?container=a&tailLines=-1')).toBe(
      'PodLogOptions "web" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
    );
  });

  test("the log of a pod is refused with the agent's error", async () => {
    const { status } = new ApiError({ code: 400, reason: 'BadRequest', message: 'container "nginx" in pod "web" is waiting to start' });
    const { client } = await serverWithLog([{ status }]);
    expect((await client.get(`${PODS}/web/log`)).json).toEqual(status);
  });

  test("the log of a pod on an unreachable node fails with the node's name", async () => {
    const { client } = await serverWithLog([]);
    const answer = await client.get(`${PODS}/web/log`);
    expect(answer.json).toMatchObject({
      code: 500,
      message: 'Get "https://node-1:10250/containerLogs/default/web/nginx": dial tcp node-1:10250: connect: connection refused',
    });
  });

  test('the log of an unscheduled pod is empty', async () => {
    const { client } = await inMemoryApiServer({ admission: [] });
    await client.post(PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container('a')] } });
    expect(await client.get(`${PODS}/web/log`)).toMatchObject({ status: 204, text: '' });
  });
});
