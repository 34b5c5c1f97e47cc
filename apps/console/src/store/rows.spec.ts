import { expect, test } from 'vitest';
import { cellOf, type LabObject } from './row.ts';
import { changed, changedKeys, listed, NO_ROWS, type Rows, type TableEvent } from './rows.ts';

const COLUMNS = [
  { name: 'Name', priority: 0 },
  { name: 'Status', priority: 0 },
];

const pod = (name: string, namespace = 'default'): LabObject => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name, namespace, uid: name, resourceVersion: '1' },
});
const table = (...rows: [string, string][]) => ({
  metadata: { resourceVersion: '1' },
  columnDefinitions: COLUMNS,
  rows: rows.map(([name, status]) => ({ cells: [name, status], object: pod(name) })),
});
const statuses = (rows: Rows) => [...rows.byKey.values()].map((row) => `${row.key} ${cellOf(row, rows.columns, 'Status')}`);

test('a list is shown by key, with the texts of its columns', () => {
  expect(statuses(listed(table(['a', 'Running'], ['b', 'Pending'])))).toEqual(['default/a Running', 'default/b Pending']);
});

test('events add, replace and remove objects, and columns are known from the first event on', () => {
  const event = (type: TableEvent['type'], ...rows: [string, string][]): TableEvent => {
    const { columnDefinitions: _, ...rest } = table(...rows);
    return { type, object: rest };
  };
  const before = listed(table(['a', 'Running'], ['b', 'Pending']));
  const after = changed(before, [
    event('MODIFIED', ['b', 'Running']),
    event('ADDED', ['c', 'Pending']),
    event('DELETED', ['a', 'Running']),
  ]);
  expect(statuses(after)).toEqual(['default/b Running', 'default/c Pending']);
  expect(statuses(before)).toEqual(['default/a Running', 'default/b Pending']);
});

test('the keys of several steps are known together, and not those since another list', () => {
  const event = (name: string): TableEvent => ({ type: 'MODIFIED', object: table([name, 'Running']) });
  const before = listed(table(['a', 'Pending'], ['b', 'Pending']));
  const after = changed(changed(before, [event('a')]), [event('c')]);
  expect([...(changedKeys(before.byKey, after) ?? [])].sort()).toEqual(['default/a', 'default/c']);
  expect(changedKeys(after.byKey, after)?.size).toBe(0);
  expect(changedKeys(listed(table(['a', 'Pending'])).byKey, after)).toBeUndefined();
});

test('a bookmark changes no object', () => {
  const before = listed(table(['a', 'Running']));
  expect(statuses(changed(before, [{ type: 'BOOKMARK', object: table() }]))).toEqual(['default/a Running']);
});

test('a cell of an unknown column is empty', () => {
  const rows = listed(table(['a', 'Running']));
  const [row] = rows.byKey.values();
  expect(row && cellOf(row, rows.columns, 'Node')).toBe('');
  expect(NO_ROWS.byKey.size).toBe(0);
});
