import { expect, test } from 'vitest';
import { aRequest, type OpenRegistry, openRegistry, refusalOf, targetOf } from '../testing/open-registry.ts';

interface ApplyOptions {
  readonly manager?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly uid?: string;
}

function applied(
  { registry }: OpenRegistry,
  data: Record<string, string>,
  { manager = 'a', force = false, dryRun = false, uid }: ApplyOptions = {},
) {
  const metadata = { name: 'web', namespace: 'default', ...(uid && { uid }) };
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
  return registry.apply({ target: targetOf(), subresource: '', applied: body, force }, aRequest({ manager, dryRun }));
}

test('an apply creates an absent object, and the manager owns its fields', async () => {
  const open = await openRegistry();
  const { created, object } = await applied(open, { x: '1' });
  expect([created, object]).toMatchObject([true, { data: { x: '1' } }]);
  expect(object.metadata?.managedFields).toEqual([
    expect.objectContaining({ manager: 'a', operation: 'Apply', fieldsV1: { 'f:data': { 'f:x': {} } } }),
  ]);
});

test.each<[string, Record<string, string>, ApplyOptions, Record<string, string> | string]>([
  ['an apply of another field merges', { y: '2' }, { manager: 'b' }, { x: '1', y: '2' }],
  ['an apply of the same value is shared', { x: '1' }, { manager: 'b' }, { x: '1' }],
  [
    'an apply of another value conflicts',
    { x: '2' },
    { manager: 'b' },
    '409 Conflict: Apply failed with 1 conflict: conflict with "a": .data.x',
  ],
  ['an apply with force takes the field', { x: '2' }, { manager: 'b', force: true }, { x: '2' }],
  ['an apply of the same manager removes fields that it leaves out', { y: '2' }, {}, { y: '2' }],
])('%s', async (_, data, options, outcome) => {
  const open = await openRegistry();
  await applied(open, { x: '1' });
  expect(await refusalOf(applied(open, data, options))).toBe(typeof outcome === 'string' ? outcome : undefined);
  if (typeof outcome !== 'string') expect(open.registry.get(targetOf()).object).toMatchObject({ data: outcome });
  else expect(open.registry.get(targetOf()).object).toMatchObject({ data: { x: '1' } });
});

test('an apply without change stores nothing', async () => {
  const open = await openRegistry();
  await applied(open, { x: '1' });
  open.clock.advanceTo(60_000);
  await applied(open, { x: '1' });
  expect(await open.events()).toHaveLength(1);
});

test('an apply with a uid refuses to create the object', async () => {
  const open = await openRegistry();
  expect(await refusalOf(applied(open, {}, { uid: 'u1' }))).toBe(
    '409 Conflict: Operation cannot be fulfilled on configmaps "web": uid mismatch: the provided object specified uid u1, and no existing object was found',
  );
});

test('a dry-run apply stores nothing', async () => {
  const open = await openRegistry();
  const { object } = await applied(open, { x: '1' }, { dryRun: true });
  expect(object).toMatchObject({ data: { x: '1' } });
  expect(await open.events()).toEqual([]);
});
