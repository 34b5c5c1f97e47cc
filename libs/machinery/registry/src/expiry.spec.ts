import { openJournal } from '@klockwork/event-store/testing';
import { copy, SeededRandom, silentLogger } from '@klockwork/kernel';
import { type KubeObject, kindOf } from '@klockwork/resources';
import { anEvent } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { Registry } from './registry.ts';
import { writeRequest } from './write/write-request.ts';

const HOUR = 3_600_000;
const events = kindOf('', 'events') as NonNullable<ReturnType<typeof kindOf>>;
const request = writeRequest({
  actor: { user: 'test', userAgent: 'test' },
  correlationId: 'r',
  cause: { trigger: 'request', name: 'create' },
  fieldValidation: 'Strict',
});

test('an Event expires at the first whole minute an hour after its last write', async () => {
  const { journal, clock } = await openJournal();
  const registry = new Registry({ journal, clock, random: new SeededRandom(1), logger: silentLogger, kinds: [events], admission: [] });
  const names = () => [...journal.state.list(events)].map(({ key }) => key.name);
  for (const name of ['a', 'b']) {
    const { metadata: _, ...rest } = anEvent();
    await registry.create({ kind: events, namespace: 'default', body: { metadata: { name }, ...rest } }, request);
  }
  clock.advanceTo(clock.now() + HOUR / 2);
  const target = { kind: events, namespace: 'default', name: 'a' };
  await registry.update(
    { target, subresource: '', change: (previous) => ({ ...(copy(previous) as KubeObject), count: 2 }) as KubeObject },
    request,
  );
  clock.advanceTo(HOUR + 59_999);
  expect(names()).toEqual(['a', 'b']);
  clock.advanceTo(HOUR + 60_000);
  await expect.poll(names).toEqual(['a']);
  clock.advanceTo(1.5 * HOUR + 59_999);
  expect(names()).toEqual(['a']);
  clock.advanceTo(1.5 * HOUR + 60_000);
  await expect.poll(names).toEqual([]);
  const { events: log } = await journal.read({ after: 3, limit: 10 });
  expect(log.map(({ type, cause }) => [type, cause])).toEqual([
    ['EventDeleted', { trigger: 'timer', name: 'object-expiry', revision: 2 }],
    ['EventDeleted', { trigger: 'timer', name: 'object-expiry', revision: 3 }],
  ]);
  registry.close();
  expect(clock.pending().map(({ timer }) => timer.name)).not.toContain('object-expiry');
});

test('an Event that expired while the lab was stopped is deleted at start, and a younger one on time', async () => {
  const { journal, clock } = await openJournal();
  const start = () => new Registry({ journal, clock, random: new SeededRandom(1), logger: silentLogger, kinds: [events], admission: [] });
  const registry = start();
  const { metadata: _, ...rest } = anEvent();
  const create = (name: string) => registry.create({ kind: events, namespace: 'default', body: { metadata: { name }, ...rest } }, request);
  await create('old');
  clock.advanceTo(HOUR / 2);
  await create('young');
  registry.close();
  clock.advanceTo(1.25 * HOUR);
  const again = start();
  const names = () => [...journal.state.list(events)].map(({ key }) => key.name);
  clock.advanceTo(1.25 * HOUR);
  await expect.poll(names).toEqual(['young']);
  clock.advanceTo(1.5 * HOUR);
  await expect.poll(names).toEqual([]);
  again.close();
});
