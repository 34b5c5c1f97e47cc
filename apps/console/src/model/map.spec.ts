import { expect, test } from 'vitest';
import type { LabObject } from '../store/row.ts';
import { listed } from '../store/rows.ts';
import { clusterMap } from './map.ts';

function rowsOf(columns: readonly string[], rows: readonly [readonly string[], LabObject][]) {
  return listed({
    metadata: { resourceVersion: '1' },
    columnDefinitions: columns.map((name) => ({ name, priority: 0 })),
    rows: rows.map(([cells, object]) => ({ cells, object })),
  });
}

function node(name: string, zone?: string): [readonly string[], LabObject] {
  const labels: Record<string, string> = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
  return [['Ready'], { kind: 'Node', apiVersion: 'v1', metadata: { name, uid: name, resourceVersion: '1', labels } }];
}

function pod(name: string, nodeName?: string, born = '2026-01-01T00:00:00Z'): [readonly string[], LabObject] {
  const metadata = { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: born };
  return [['1/1', 'Running', '0'], { kind: 'Pod', apiVersion: 'v1', metadata, spec: nodeName === undefined ? {} : { nodeName } }];
}

const nodes = (...all: ReturnType<typeof node>[]) => rowsOf(['Status'], all);
const pods = (...all: ReturnType<typeof pod>[]) => rowsOf(['Ready', 'Status', 'Restarts'], all);

test('nodes stand in their zones by number, with their pods', () => {
  const { zones } = clusterMap(nodes(node('node-10', 'a'), node('node-2', 'a'), node('node-1', 'b')), pods(pod('web', 'node-10')));
  expect(zones.map(({ name, nodes: members }) => [name, members.map((each) => [each.name, each.pods.map((one) => one.name)])])).toEqual([
    [
      'a',
      [
        ['node-2', []],
        ['node-10', ['web']],
      ],
    ],
    ['b', [['node-1', []]]],
  ]);
});

test('pods keep their places: the oldest stands first', () => {
  const map = clusterMap(nodes(node('n')), pods(pod('young', 'n', '2026-01-01T00:00:09Z'), pod('old', 'n', '2026-01-01T00:00:01Z')));
  expect(map.zones[0]?.nodes[0]?.pods.map(({ name }) => name)).toEqual(['old', 'young']);
});

test('pods without a node, and those of a deleted node, are shown apart', () => {
  const map = clusterMap(nodes(node('n')), pods(pod('waiting'), pod('orphan', 'gone'), pod('web', 'n')));
  expect([map.homeless.map(({ name }) => name), map.podCount]).toEqual([['orphan', 'waiting'], 3]);
});
