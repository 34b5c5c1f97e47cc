import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEvent, StoredEvent } from '@klockwork/event-store';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changesInFile, readLogFile } from './log-file.ts';

const AT = Date.parse('2026-01-01T12:00:00Z');

let folder: string;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-log-file-'));
  file = join(folder, 'events.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function stored(revision: number, resource: string, confidential?: true): StoredEvent {
  return {
    ...{ revision, previousRevision: 0, previousRevisionOfKind: 0, uid: `u${revision}`, type: 'Created', change: 'created' },
    key: { group: '', resource, namespace: 'default', name: `n${revision}` },
    at: AT + revision * 60_000,
    ...{ actor: { user: 'ann', userAgent: 'kubectl' }, correlationId: 'c', cause: { trigger: 'request', name: 'create' }, data: {} },
    objectJson: JSON.stringify({ apiVersion: 'v1', kind: 'Any', data: { password: 'hunter2' } }),
    ...(confidential && { confidential }),
  };
}

async function read(query: Record<string, string>): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  await readLogFile(file, new URLSearchParams(query), (event) => events.push(event));
  return events;
}

test("the file of a crashed lab's log is searched, and stays unchanged", async () => {
  const crashed = await SqliteEventStore.open({ path: file });
  await crashed.append([stored(1, 'pods'), stored(2, 'configmaps'), stored(3, 'pods'), stored(4, 'pods')]);
  const files = readdirSync(folder);
  const found = async (query: Record<string, string>) => (await read(query)).map(({ revision }) => revision);
  expect(await found({})).toEqual([1, 2, 3, 4]);
  expect(await found({ kind: 'po', tail: '2', follow: 'true' })).toEqual([3, 4]);
  expect(await found({ since: '1m' })).toEqual([3, 4]);
  expect(readdirSync(folder)).toEqual(files);
  await crashed.append([stored(5, 'pods')]);
  await crashed.close();
});

test('confidential values are not shown', async () => {
  const store = await SqliteEventStore.open({ path: file });
  await store.append([stored(1, 'secrets', true), stored(2, 'configmaps')]);
  await store.close();
  const [secret, other] = await read({});
  expect(JSON.stringify(secret)).not.toContain('hunter2');
  expect(JSON.stringify(other)).toContain('hunter2');
});

test('a search for an absent event is refused in a sentence', async () => {
  const store = await SqliteEventStore.open({ path: file });
  await store.append([stored(1, 'pods')]);
  await store.close();
  await expect(read({ revision: '99' })).rejects.toThrow('the log ends at revision 1');
  await expect(read({ object: 'foo' })).rejects.toThrow('object must be a resource and a name such as pods/web, not "foo"');
});

test('objects of custom kinds are found by all names of their definition, also after its deletion', async () => {
  const names = { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['wi'] };
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }];
  const definition = { spec: { group: 'shop.io', scope: 'Namespaced', names, versions }, status: { acceptedNames: names } };
  const ofDefinition = {
    key: { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions', namespace: '', name: 'widgets.shop.io' },
    objectJson: JSON.stringify(definition),
  };
  const store = await SqliteEventStore.open({ path: file });
  await store.append([
    { ...stored(1, 'customresourcedefinitions'), ...ofDefinition },
    { ...stored(2, 'widgets'), key: { group: 'shop.io', resource: 'widgets', namespace: 'default', name: 'a' } },
    { ...stored(3, 'customresourcedefinitions'), ...ofDefinition, change: 'deleted' },
  ]);
  await store.close();
  const queries: Record<string, string>[] = [{ object: 'widgets/a' }, { object: 'wi/a' }, { kind: 'widget.shop.io' }];
  for (const query of queries) expect((await read(query)).map(({ revision }) => revision)).toEqual([2]);
  const { changes } = await changesInFile(file, new URLSearchParams({ before: '1', after: '2', kind: 'widgets' }));
  expect(changes.map(({ key }) => key.name)).toEqual(['a']);
});
