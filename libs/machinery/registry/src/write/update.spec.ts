import type { KubeObject } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { aRequest, created, openRegistry, refusalOf, targetOf } from '../testing/open-registry.ts';

const STALE = 'the object has been modified; please apply your changes to the latest version and try again';

test.each<[string, KubeObject['metadata'], string | undefined]>([
  ['a replacement without a version is accepted', {}, undefined],
  ['a replacement of the newest version is accepted', { resourceVersion: '1' }, undefined],
  ['a replacement of the version 0 is unconditional', { resourceVersion: '0' }, undefined],
  [
    'a replacement of another version conflicts',
    { resourceVersion: '7' },
    `409 Conflict: Operation cannot be fulfilled on configmaps "web": ${STALE}`,
  ],
  [
    'a replacement of another uid conflicts',
    { uid: 'other' },
    expect.stringMatching(/^409 Conflict: .*Precondition failed: UID in precondition: other, UID in object meta: [0-9a-f-]{36}$/),
  ],
  [
    'a replacement of another name is refused',
    { name: 'db' },
    '400 BadRequest: the name of the object (db) does not match the name on the URL (web)',
  ],
])('%s', async (_, metadata, refusal) => {
  const open = await openRegistry();
  await created(open);
  const body = { metadata: { name: 'web', ...metadata }, data: { a: '1' } } as KubeObject;
  expect(await refusalOf(() => open.registry.replace({ target: targetOf(), subresource: '', body }, aRequest()))).toEqual(refusal);
  expect(await open.events()).toHaveLength(refusal === undefined ? 2 : 1);
});

test('an update of an absent object is refused', async () => {
  const { registry } = await openRegistry();
  const update = registry.update({ target: targetOf('gone'), subresource: '', change: (previous) => previous }, aRequest());
  expect(await refusalOf(update)).toBe('404 NotFound: configmaps "gone" not found');
});

test('an update without change stores nothing', async () => {
  const open = await openRegistry();
  const { metadata } = await created(open, {}, { a: '1' });
  const body = { metadata: { name: 'web' }, data: { a: '1' } } as KubeObject;
  const { object } = await open.registry.replace({ target: targetOf(), subresource: '', body }, aRequest());
  expect(object.metadata?.resourceVersion).toBe(metadata?.resourceVersion);
  expect(await open.events()).toHaveLength(1);
});

test('an update keeps uid and creation time, and stores the rest', async () => {
  const open = await openRegistry();
  const { metadata } = await created(open, { labels: { a: '1' } });
  open.clock.advanceTo(60_000);
  const body = { metadata: { name: 'web', creationTimestamp: '2020-01-01T00:00:00Z', labels: { b: '2' } } } as KubeObject;
  const { object } = await open.registry.replace({ target: targetOf(), subresource: '', body }, aRequest());
  const { uid, creationTimestamp } = metadata ?? {};
  expect(object.metadata).toMatchObject({ uid, creationTimestamp, resourceVersion: '2' });
  expect(object.metadata?.labels).toEqual({ b: '2' });
});

test('a dry run of an update returns the change and stores nothing', async () => {
  const open = await openRegistry();
  await created(open);
  const body = { metadata: { name: 'web' }, data: { a: '1' } } as KubeObject;
  const { object } = await open.registry.replace({ target: targetOf(), subresource: '', body }, aRequest({ dryRun: true }));
  expect(object).toMatchObject({ data: { a: '1' }, metadata: { resourceVersion: '1' } });
  expect(await open.events()).toHaveLength(1);
});
