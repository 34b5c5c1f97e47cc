import { expect, test } from 'vitest';
import type { LogLine } from '../store/log-lines.ts';
import { filteredLines } from './log-filter.ts';

const line = (revision: number, type: string, name: string): LogLine => ({
  ...{ revision, type, at: revision * 1_000, key: { resource: 'pods', namespace: 'default', name } },
  actor: { user: 'system:serviceaccount:kube-system:replicaset-controller' },
  cause: { trigger: 'event', revision: revision - 1 },
});
const LINES = [line(1, 'PodCreated', 'web'), line(2, 'LeaseRenewed', 'node-1'), line(3, 'PodBound', 'db')];
const revisions = (text: string, hasUpkeep = false) => filteredLines(LINES, { text, hasUpkeep }).map(({ revision }) => revision);

test('the newest change stands first, and upkeep is hidden', () => {
  expect([revisions(''), revisions('', true)]).toEqual([
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
  expect(revisions(text)).toEqual(wanted);
});
