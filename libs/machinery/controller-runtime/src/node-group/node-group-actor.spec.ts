import { resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { createLab } from '../testing/lab.ts';
import { startNodeGroupActor } from './start-node-group-actor.ts';

const cause = { trigger: 'request', name: 'test' } as const;

test('machines of a group follow their Node objects', async () => {
  const lab = createLab();
  const calls: string[] = [];
  const create = (name: string) => lab.api.create(resources.nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name } }, { cause });
  await create('node-1');
  const running = startNodeGroupActor(
    lab.context,
    { min: 1, max: 3 },
    { startNode: (node) => calls.push(`start ${node}`), endNode: (node) => calls.push(`end ${node}`) },
  );
  await lab.advance(1_000);
  for (const name of ['node-3', 'node-4', 'edge-1']) await create(name);
  await lab.advance(1_000);
  const labels = { metadata: { labels: { zone: 'a' } } };
  await lab.api.patch(resources.nodes, { name: 'node-1' }, { type: 'merge', body: labels }, { cause });
  for (const name of ['node-3', 'node-4']) await lab.api.delete(resources.nodes, { name }, {}, { cause });
  await lab.advance(1_000);
  expect(calls).toEqual(['start node-1', 'start node-3', 'end node-3']);
  await running.stop();
});
