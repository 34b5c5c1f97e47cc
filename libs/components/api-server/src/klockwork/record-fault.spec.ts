import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const FAULTS = '/klockwork/v1/faults';

test('a fault with nodes emits an Event for each, and begins a chain of causes', async () => {
  const { client } = await inMemoryApiServer();
  const answer = await client.post(FAULTS, { name: 'SIGKILL', process: 'kubelet-agent-2', nodes: ['node-2', 'node-3'] });
  expect([answer.status, answer.json]).toEqual([201, { revisions: [6, 7] }]);
  const { json } = await client.get('/api/v1/namespaces/default/events');
  expect(
    json.items.map(({ involvedObject, reason, message, type }: Record<string, unknown>) => ({ involvedObject, reason, message, type })),
  ).toEqual(
    ['node-2', 'node-3'].map((name) => ({
      involvedObject: { apiVersion: 'v1', kind: 'Node', name, uid: name },
      reason: 'PowerLost',
      message: `kubelet-agent-2 ended (SIGKILL): ${name} lost power`,
      type: 'Warning',
    })),
  );
  const why = await client.get('/klockwork/v1/why?revision=6');
  expect(why.json.answers[0].chain.steps[0].cause).toEqual({ trigger: 'fault', name: 'SIGKILL kubelet-agent-2' });
});

test('a fault of a process without nodes emits an Event about the process', async () => {
  const { client } = await inMemoryApiServer();
  await client.post(FAULTS, { name: 'exit code 1', process: 'scheduler' });
  const { json } = await client.get('/api/v1/namespaces/kube-system/events');
  expect(json.items).toMatchObject([
    { involvedObject: { kind: 'Process', name: 'scheduler' }, reason: 'ProcessEnded', message: 'scheduler ended (exit code 1)' },
  ]);
});

test.each([{}, { name: 'SIGKILL' }, { name: '', process: 'scheduler' }, { name: 'SIGKILL', process: 'p', nodes: 'node-1' }, []])(
  '%j is no fault',
  async (body) => {
    const { client } = await inMemoryApiServer();
    const answer = await client.post(FAULTS, body);
    expect([answer.status, answer.json.message]).toEqual([
      400,
      'a fault has a name, the process that it befell, and may have nodes: {"name":"SIGKILL","process":"kubelet-agent-2","nodes":["node-2"]}',
    ]);
  },
);

test('faults are POSTed only, and other documents are read only', async () => {
  const { client } = await inMemoryApiServer();
  expect((await client.get(FAULTS)).status).toBe(405);
  expect((await client.post('/klockwork/v1/why', {})).status).toBe(405);
});
