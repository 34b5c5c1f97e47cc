import { settled } from '@klockwork/cluster-api/testing';
import { type LogFields, silentLogger } from '@klockwork/kernel';
import type { Application, WriteRequest } from '@klockwork/registry';
import { beforeEach, expect, test } from 'vitest';
import { reportDangling } from './dangling-flow-schemas.ts';
import { type InMemoryApiServer, inMemoryApiServer } from './testing/in-memory-api-server.ts';

const GROUP = '/apis/flowcontrol.apiserver.k8s.io/v1';
const SCHEMAS = `${GROUP}/flowschemas`;
const LEVELS = `${GROUP}/prioritylevelconfigurations`;
const NOW = '2026-01-01T12:00:00Z';
const LEVEL = { metadata: { name: 'mine' }, spec: { type: 'Limited', limited: { limitResponse: { type: 'Reject' } } } };
const SCHEMA = { metadata: { name: 'alice' }, spec: { priorityLevelConfiguration: { name: 'mine' } } };

let server: InMemoryApiServer;
let stop: () => void;
beforeEach(async () => {
  server = await inMemoryApiServer();
  const { journal, registry, clock } = server;
  await server.client.post(SCHEMAS, { ...SCHEMA, metadata: { name: 'early' } });
  stop = await reportDangling({ journal, registry, clock, logger: silentLogger });
});

async function told(name = 'alice'): Promise<unknown[]> {
  await settled();
  return (await server.client.get(`${SCHEMAS}/${name}`)).json.status.conditions ?? [];
}

const found = {
  type: 'Dangling',
  status: 'False',
  lastTransitionTime: NOW,
  reason: 'Found',
  message: 'This FlowSchema references the PriorityLevelConfiguration object named "mine" and it exists',
};
const missing = {
  ...found,
  status: 'True',
  reason: 'NotFound',
  message: 'This FlowSchema references the PriorityLevelConfiguration object named "mine" but there is no such object',
};

test("a flow schema's condition reports whether its priority level exists, at creation and after changes of the level", async () => {
  await server.client.post(SCHEMAS, SCHEMA);
  expect([await told(), await told('early')]).toEqual([[missing], [missing]]);
  await server.client.post(LEVELS, LEVEL);
  expect([await told(), await told('early')]).toEqual([[found], [found]]);
  server.clock.advanceTo(server.clock.now() + 60_000);
  await server.client.delete(`${LEVELS}/mine`);
  expect(await told()).toEqual([{ ...missing, lastTransitionTime: '2026-01-01T12:01:00Z' }]);
  const { events } = await server.journal.read({ after: 0, limit: 1_000 });
  const deletion = events.find(({ key, change }) => key.name === 'mine' && change === 'deleted');
  expect(events.at(-1)).toMatchObject({
    actor: { user: 'system:apiserver' },
    cause: { trigger: 'event', revision: deletion?.revision },
  });
});

test('a failing condition affects its own schema alone, and is written again', async () => {
  stop();
  const { journal, registry, clock, client } = server;
  let isBroken = true;
  const lines: unknown[] = [];
  const logger = { ...silentLogger, error: ({ resource, name }: LogFields) => lines.push([resource, name]) };
  const failing = Object.create(registry, {
    apply: {
      value: (application: Application, request: WriteRequest) =>
        isBroken && application.target.name === 'alice' ? Promise.reject(new Error('a bug')) : registry.apply(application, request),
    },
  });
  stop = await reportDangling({ journal, registry: failing, clock, logger });
  await client.post(SCHEMAS, SCHEMA);
  await client.post(SCHEMAS, { ...SCHEMA, metadata: { name: 'bob' } });
  expect([await told(), await told('bob'), lines]).toEqual([[], [missing], [['flowschemas', 'alice']]]);
  isBroken = false;
  clock.advanceTo(clock.now() + 60_000);
  expect(await told()).toMatchObject([{ message: missing.message }]);
});

test('a schema with a new level gets a new condition, owned by the API server', async () => {
  await server.client.post(SCHEMAS, SCHEMA);
  await server.client.patch(`${SCHEMAS}/alice`, 'merge-patch', { spec: { priorityLevelConfiguration: { name: 'other' } } });
  expect(await told()).toMatchObject([{ status: 'True', message: missing.message.replace('mine', 'other') }]);
  const { managedFields } = (await server.client.get(`${SCHEMAS}/alice`)).json.metadata;
  expect(managedFields).toContainEqual({
    manager: 'api-priority-and-fairness-config-consumer-v1',
    operation: 'Apply',
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    time: NOW,
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:status': {
        'f:conditions': {
          'k:{"type":"Dangling"}': {
            '.': {},
            'f:type': {},
            'f:status': {},
            'f:reason': {},
            'f:message': {},
            'f:lastTransitionTime': {},
          },
        },
      },
    },
    subresource: 'status',
  });
});

test('a condition is never written twice, for a deleted schema, or after the end', async () => {
  await server.client.post(SCHEMAS, SCHEMA);
  await told();
  const before = server.registry.revision;
  await server.client.patch(`${SCHEMAS}/alice`, 'merge-patch', { metadata: { labels: { a: 'b' } } });
  await told();
  await server.client.delete(`${SCHEMAS}/alice`);
  expect([await told('early'), server.registry.revision]).toEqual([[missing], before + 2]);
  stop();
  await server.client.post(SCHEMAS, SCHEMA);
  expect(await told()).toEqual([]);
});
