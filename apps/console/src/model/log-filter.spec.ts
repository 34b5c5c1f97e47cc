import { expect, test } from 'vitest';
import type { LogLine } from '../store/log-lines.ts';
import { filteredLines, logQuery, readLogColumns, readLogFilter } from './log-filter.ts';

const line = (revision: number, type: string, name: string): LogLine => ({
  ...{ revision, type, at: revision * 1_000, key: { group: '', resource: 'pods', namespace: 'default', name }, isTrouble: false },
  actor: { user: 'system:serviceaccount:kube-system:replicaset-controller' },
  cause: { trigger: 'event', revision: revision - 1 },
});
const LINES = [line(1, 'PodCreated', 'web'), line(2, 'LeaseRenewed', 'node-1'), line(3, 'PodBound', 'db')];
const shown = (lines: readonly LogLine[], parameters: Record<string, string>) =>
  filteredLines(lines, readLogFilter(parameters)).map(({ revision }) => revision);
const revisions = (parameters: Record<string, string>) => shown(LINES, parameters);

test('the newest change stands first, and upkeep is hidden', () => {
  expect([revisions({}), revisions({ upkeep: '1' })]).toEqual([
    [3, 1],
    [3, 2, 1],
  ]);
});

test.each([
  ['web', [1]],
  ['PODBOUND', [3]],
  ['replicaset', [3, 1]],
  ['after 2', [3]],
  ['pods/default/db', [3]],
  ['kube-system', []],
])('the text "%s" is found in any column', (text, wanted) => {
  expect(revisions({ text })).toEqual(wanted);
});

test('only trouble is shown on demand', () => {
  expect(shown([...LINES, { ...line(4, 'PodEvicted', 'db'), isTrouble: true }], { trouble: '1' })).toEqual([4]);
});

test('fields of an address become a query of the server', () => {
  const parameters = { namespace: 'shop', kind: 'pods,deploy', name: 'web-*', text: 'x', columns: 'time' };
  expect(logQuery(readLogFilter(parameters))).toBe('namespace=shop&kind=pods%2Cdeploy&name=web-*');
});

test('columns keep their order, and are all shown by default', () => {
  expect([readLogColumns({ columns: 'object,revision,nonsense' }), readLogColumns({}).length]).toEqual([['revision', 'object'], 6]);
});
