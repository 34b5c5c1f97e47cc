import { expect, test } from 'vitest';
import type { WhyChain, WhyEnd, WhyStep } from './why.ts';
import { GRAPH_NODES_MAX, visibleGraph, whyGraph } from './why-graph.ts';

const step = (revision: number, parts: Partial<WhyStep> = {}): WhyStep => ({
  ...{ revision, at: revision, type: 'PodUpdated', key: { resource: 'pods', namespace: 'default', name: 'web' } },
  ...{ actor: { user: 'admin' }, cause: { trigger: 'event' }, data: {}, branches: [], along: [] },
  ...parts,
});
const chain = (steps: readonly WhyStep[], end: WhyEnd = { ends: 'at-its-beginning' }): WhyChain => ({ steps, end });
const graphOf = (...chains: readonly WhyChain[]) =>
  whyGraph({ answers: chains.map((each, index) => ({ question: `why ${index}`, chain: each })) });
const ids = (parts: Parameters<typeof visibleGraph>) => visibleGraph(...parts).nodes.map(({ id }) => id);

test('a chain runs from its question back to its origin', () => {
  const graph = graphOf(chain([step(9), step(5), step(2)]));
  expect(visibleGraph(graph, new Set())).toMatchObject({
    edges: [
      ['step-9', 'question-0'],
      ['step-5', 'step-9'],
      ['step-2', 'step-5'],
    ],
    hidden: new Map(),
    isFull: false,
  });
});

test('branches, further causes and a shared origin join at one node', () => {
  const first = chain([step(9, { branches: [chain([step(7), step(3)])], along: [3] }), step(2)]);
  const second = chain([step(8)], { ends: 'in-another', revision: 2 });
  const graph = graphOf(first, second);
  expect(graph.causes.get('step-9')).toEqual(['step-7', 'step-2', 'step-3']);
  expect(graph.causes.get('step-8')).toEqual(['step-2']);
  expect([...graph.nodes.keys()].filter((id) => id === 'step-2')).toHaveLength(1);
});

test('direct causes are drawn first, and an expanded step shows more', () => {
  const graph = graphOf(chain(Array.from({ length: 30 }, (_, index) => step(100 - index))));
  const first = visibleGraph(graph, new Set());
  expect(first.nodes).toHaveLength(4);
  expect([...first.hidden]).toEqual([['step-98', 1]]);
  expect(ids([graph, new Set(['step-98'])])).toHaveLength(10);
});

test('omitted, removed and farther events stand at their place', () => {
  const graph = graphOf({ ...chain([step(9), step(2)], { ends: 'in-what-was-removed', revision: 1 }), gap: { after: 9, steps: 12 } });
  expect(ids([graph, new Set()])).toEqual(['question-0', 'step-9', 'omitted-9', 'step-2']);
  expect(ids([graph, new Set(['step-2'])]).at(-1)).toBe('removed-1');
  expect(ids([graphOf(chain([step(9)], { ends: 'further-back', revision: 4 })), new Set()])).toEqual(['question-0', 'step-9', 'further-4']);
});

test('a large graph is drawn in part, and counts what is hidden', () => {
  const branches = Array.from({ length: 300 }, (_, index) => chain([step(index + 1)]));
  const part = visibleGraph(graphOf(chain([step(900, { branches })])), new Set());
  expect([part.nodes.length, part.isFull, part.hidden.get('step-900')]).toEqual([GRAPH_NODES_MAX, true, 102]);
});
