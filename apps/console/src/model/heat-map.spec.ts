import { expect, test } from 'vitest';
import type { LabObject } from '../store/row.ts';
import { changed, listed, type Rows, type TableEvent } from '../store/rows.ts';
import { cornerOf, cursorAfter, heatLayout, hitAt, NAME_PX } from './heat-layout.ts';
import { HeatMap } from './heat-map.ts';

type Entry = readonly [readonly string[], LabObject];
const metadata = (name: string) => ({ name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' });
const table = (columns: readonly string[], entries: readonly Entry[]) => ({
  metadata: { resourceVersion: '1' },
  columnDefinitions: columns.map((name) => ({ name, priority: 0 })),
  rows: entries.map(([cells, object]) => ({ cells, object })),
});
const node = (name: string, status = 'Ready', zone = ''): Entry => [
  [status],
  { kind: 'Node', apiVersion: 'v1', metadata: { ...metadata(name), labels: zone === '' ? {} : { 'topology.kubernetes.io/zone': zone } } },
];
const pod = (name: string, nodeName: string, status = 'Running'): Entry => [
  ['1/1', status, '0'],
  { kind: 'Pod', apiVersion: 'v1', metadata: { ...metadata(name), namespace: 'd' }, spec: { nodeName } },
];
const PODS = ['Ready', 'Status', 'Restarts'];
const nodes = (...all: Entry[]) => listed(table(['Status'], all));
const pods = (...all: Entry[]) => listed(table(PODS, all));
const event = (type: TableEvent['type'], entry: Entry): TableEvent => ({ type, object: table(PODS, [entry]) });
const keys = (map: HeatMap) =>
  map.blocks.map(({ name, slots }) => `${name}: ${slots.map((each) => each?.key.slice(2) ?? '-').join(' ')}`.trim());

function changedBy(map: HeatMap, all: { nodes: Rows; pods: Rows }, ...events: TableEvent[]) {
  const next = changed(all.pods, events);
  return { change: map.update(all.nodes, next), pods: next };
}

test('pods keep their slots, and a free slot is taken first', () => {
  const map = new HeatMap();
  const all = {
    nodes: nodes(node('n-1'), node('n-2')),
    pods: pods(pod('a', 'n-1'), pod('b', 'n-1'), pod('c', 'n-2'), pod('lost', 'gone')),
  };
  map.update(all.nodes, all.pods);
  expect(keys(map)).toEqual(['n-1: a b', 'n-2: c', ': lost']);
  const first = changedBy(map, all, event('DELETED', pod('a', 'n-1')), event('MODIFIED', pod('b', 'n-1', 'Error')));
  expect(keys(map)[0]).toBe('n-1: - b');
  expect(first.change.places.map(({ slot }) => slot)).toEqual([0, 1]);
  const second = changedBy(map, { ...all, pods: first.pods }, event('ADDED', pod('d', 'n-1')), event('MODIFIED', pod('lost', 'n-2')));
  expect(keys(map)).toEqual(['n-1: d b', 'n-2: c lost', ': -']);
  expect([second.change.places.length, second.change.layout, map.placeOf('d/b')?.block.slots[1]?.tone]).toEqual([3, true, 'bad']);
});

test('another node is another layout, and a new status of a node is not another map', () => {
  const map = new HeatMap();
  const all = pods(pod('a', 'n-1'));
  map.update(nodes(node('n-1', 'Ready', 'z')), all);
  expect(map.blocks[0]).toMatchObject({ name: 'n-1', zone: 'z', tone: 'good' });
  expect(map.update(nodes(node('n-1', 'NotReady', 'z'), node('n-2')), all).layout).toBe(true);
  expect(map.blocks.map(({ name, tone }) => [name, tone])).toEqual([
    ['n-2', 'good'],
    ['n-1', 'bad'],
    ['', 'unknown'],
  ]);
});

test('each slot has a place, and each place its slot', () => {
  const map = new HeatMap();
  const crowd = Array.from({ length: 25 }, (_, index) => pod(`p-${index}`, `n-${index % 2}`));
  map.update(nodes(node('n-0'), node('n-1')), pods(...crowd));
  const layout = heatLayout(map.blocks, 400);
  const [first, second] = layout.blocks;
  if (first === undefined || second === undefined) throw new Error('two blocks are placed');
  const { x, y } = cornerOf(layout, second, 11);
  expect(hitAt(layout, x + 1, y + 1)).toEqual({ placed: second, slot: 11 });
  expect(hitAt(layout, first.x, NAME_PX - 1)).toEqual({ placed: first });
  expect(hitAt(layout, 399, 1)).toBeUndefined();
});

test('keys move between slots and blocks', () => {
  const map = new HeatMap();
  map.update(nodes(node('n-0'), node('n-1'), node('n-2')), pods(pod('a', 'n-0'), pod('b', 'n-0'), pod('c', 'n-2')));
  const layout = heatLayout(map.blocks, 400);
  const after = (...pressed: string[]) =>
    pressed.reduce((cursor, key) => cursorAfter(layout, cursor, key) ?? cursor, { index: 0, slot: 0 });
  expect([
    after('ArrowRight'),
    after('ArrowRight', 'ArrowRight'),
    after('End', 'ArrowLeft'),
    after('ArrowUp'),
    after('PageDown', 'PageUp'),
  ]).toEqual([
    { index: 0, slot: 1 },
    { index: 2, slot: 0 },
    { index: 0, slot: 1 },
    { index: 0, slot: 0 },
    { index: 0, slot: 0 },
  ]);
  expect(cursorAfter(layout, { index: 0, slot: 0 }, 'x')).toBeUndefined();
});
