import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { judgeResize } from './judge-resize.ts';

const node = aNode({ status: { allocatable: { cpu: '4', memory: '4Gi', pods: '110' } } });
const asking = (cpu: string, memory: string, name = 'web') =>
  aPod({
    metadata: { name, uid: name },
    spec: { nodeName: node.metadata?.name ?? '', containers: [{ name: 'web', image: 'nginx', resources: { requests: { cpu, memory } } }] },
  });

test.each([
  ['fitting', asking('2', '1Gi'), undefined],
  [
    'not fitting next to other pods',
    asking('3', '1Gi'),
    { reason: 'Deferred', message: "Node didn't have enough resource: cpu, requested: 3000, used: 2000, capacity: 4000" },
  ],
  [
    'more cpu than there is',
    asking('5', '1Gi'),
    { reason: 'Infeasible', message: "Node didn't have enough capacity: cpu, requested: 5000, capacity: 4000" },
  ],
  [
    'more of all than there is',
    asking('5', '5Gi'),
    { reason: 'Infeasible', message: "Node didn't have enough capacity: memory, requested: 5368709120, capacity: 4294967296" },
  ],
  [
    'anything for a static pod',
    aPod({ metadata: { annotations: { 'kubernetes.io/config.source': 'file' } } }),
    { reason: 'Infeasible', message: 'In-place resize of static-pods is not supported' },
  ],
])('a node gets a resize request: %s', (_, pod, verdict) => {
  expect(judgeResize({ pod, node, others: [asking('2', '1Gi', 'other')] })).toEqual(verdict);
});
