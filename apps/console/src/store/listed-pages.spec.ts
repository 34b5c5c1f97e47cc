import { expect, test } from 'vitest';
import { ListedPages } from './listed-pages.ts';
import { cellOf, type LabObject } from './row.ts';

const pod = (name: string): LabObject => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name, namespace: 'default', uid: name, resourceVersion: '1' },
});
const page = (...names: readonly string[]) => ({
  metadata: { resourceVersion: '1' },
  rows: names.map((name) => ({ cells: [name], object: pod(name) })),
});

test('pages of a list are shown together, with the columns of the first one', () => {
  const pages = new ListedPages();
  pages.add({ ...page('a'), columnDefinitions: [{ name: 'Name', priority: 0 }] });
  const first = pages.rows({ type: 'loading' });
  pages.add(page('b'));
  const both = pages.rows({ type: 'live' });
  expect([...both.byKey.values()].map((row) => cellOf(row, both.columns, 'Name'))).toEqual(['a', 'b']);
  expect([...first.byKey.keys()]).toEqual(['default/a']);
  expect([first.freshness, both.freshness]).toEqual([{ type: 'loading' }, { type: 'live' }]);
});

test('rows are due after the first page, and each time that they double', () => {
  const pages = new ListedPages();
  const due = [pages.isDue];
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    pages.add(page(name));
    due.push(pages.isDue);
    if (pages.isDue) pages.rows({ type: 'loading' });
  }
  expect(due).toEqual([false, true, true, false, true, false]);
});
