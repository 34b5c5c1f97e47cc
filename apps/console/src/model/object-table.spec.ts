import { expect, test } from 'vitest';
import type { Rows } from '../store/rows.ts';
import { cellText, chosenRows, nextSort, shownColumns, sortOf } from './object-table.ts';

const COLUMNS = [
  { name: 'Name', priority: 0 },
  { name: 'Restarts', priority: 0 },
  { name: 'IP', priority: 1 },
  { name: 'Age', priority: 0 },
];
const row = (name: string, restarts: unknown, bornAt: string) => ({
  key: `default/${name}`,
  cells: [name, restarts, '10.0.0.1', '5s'],
  object: {
    ...{ kind: 'Pod', apiVersion: 'v1' },
    metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: bornAt },
  },
});
const ROWS: Rows = {
  columns: COLUMNS,
  freshness: { type: 'live' },
  byKey: new Map(
    [row('web-10', 9, '2026-01-01T00:00:10Z'), row('web-2', 10, '2026-01-01T00:00:20Z'), row('db', null, '2026-01-01T00:00:00Z')].map(
      (each) => [each.key, each],
    ),
  ),
};
const names = (text: string, sort: string) => chosenRows(ROWS, { text, sort, isWide: false }).map(({ object }) => object.metadata.name);

test('columns are those of kubectl get, with the namespace and the wide ones on demand', () => {
  const shown = (isWide: boolean, hasNamespace: boolean) => shownColumns(COLUMNS, isWide, hasNamespace).map(({ name }) => name);
  expect([shown(false, true), shown(true, false)]).toEqual([
    ['Namespace', 'Name', 'Restarts', 'Age'],
    ['Name', 'Restarts', 'IP', 'Age'],
  ]);
});

test('an age grows with the lab time, and an absent value is empty', () => {
  const texts = (name: string) => {
    const found = ROWS.byKey.get(`default/${name}`);
    const now = Date.parse('2026-01-01T00:02:00Z');
    return found && shownColumns(COLUMNS, false, true).map((column) => cellText(found, column, now));
  };
  expect(texts('db')).toEqual(['default', 'db', '', '2m']);
});

test('rows are sorted by numbers, ages, or names', () => {
  expect([names('', ''), names('', 'Restarts'), names('', '-Restarts'), names('', 'Age'), names('', 'Gone')]).toEqual([
    ['db', 'web-2', 'web-10'],
    ['db', 'web-10', 'web-2'],
    ['web-2', 'web-10', 'db'],
    ['web-2', 'web-10', 'db'],
    ['db', 'web-2', 'web-10'],
  ]);
});

test('rows are found by a text of any cell, in any case', () => {
  expect([names('WEB', ''), names('10.0.0.1', ''), names('nothing', '')]).toEqual([['web-2', 'web-10'], ['db', 'web-2', 'web-10'], []]);
});

test('a second press on a head reverses the order', () => {
  expect([nextSort('', 'Age'), nextSort('Age', 'Age'), nextSort('-Age', 'Age')]).toEqual(['Age', '-Age', 'Age']);
  expect([sortOf('Age', 'Age'), sortOf('-Age', 'Age'), sortOf('', 'Age')]).toEqual(['ascending', 'descending', 'none']);
});
