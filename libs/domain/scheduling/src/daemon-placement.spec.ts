import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { daemonPlacement } from './daemon-placement.ts';

const taint = (effect: string) => ({ spec: { taints: [{ key: 'gpu', value: 'yes', effect }] } });
const tolerations = [{ key: 'gpu', operator: 'Exists' }];
const required = (key: string) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'Exists' }] }] },
  },
});

test.each<[string, Parameters<typeof aPod>[0], Parameters<typeof aNode>[0], string]>([
  ['runs on any node', {}, {}, 'run'],
  ['leaves a node it does not name', { spec: { nodeName: 'node-2' } }, {}, 'leave'],
  ['leaves a node without its label', { spec: { nodeSelector: { disk: 'ssd' } } }, {}, 'leave'],
  ['runs on a node with its label', { spec: { nodeSelector: { disk: 'ssd' } } }, { metadata: { labels: { disk: 'ssd' } } }, 'run'],
  ['leaves a node that its affinity leaves out', { spec: { affinity: required('disk') } }, {}, 'leave'],
  ['is not made on a tainted node', {}, taint('NoSchedule'), 'keep'],
  ['leaves a node whose taint evicts', {}, taint('NoExecute'), 'leave'],
  ['runs on a node whose taint it tolerates', { spec: { tolerations } }, taint('NoExecute'), 'run'],
  ['runs on a node it had better not', {}, taint('PreferNoSchedule'), 'run'],
])('a DaemonSet pod %s', (_, pod, node, placement) => {
  expect(daemonPlacement(aPod(pod), aNode(node))).toBe(placement);
});
