import type { KubeObject, Pod } from '@klockwork/resources';
import { aNode, aPod, aRunningPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { subjectWith, viewOf } from '../testing/view-of.ts';
import { diagnosePending } from './pending.ts';

const MESSAGE = '0/2 nodes are available: 2 Insufficient cpu.';
const CONDITION = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: MESSAGE };
const asking = (cpu: string) => [{ name: 'web', image: 'nginx', resources: { requests: { cpu } } }];
const TAINT = { key: 'team', value: 'a', effect: 'NoSchedule' };
const busy = aRunningPod('node-1', { metadata: { name: 'busy' }, spec: { containers: asking('3') } });

const cases: [string, Pod['spec'], KubeObject[], string, string[], string[]][] = [
  [
    'asks for more cpu than any node has',
    { containers: asking('5') },
    [aNode()],
    'pods/default/web is Pending: it needs 5 cpu, and the most that is free is 4 on node-1',
    ['node-1: Insufficient cpu: 5 cpu requested, 4 of 4 free'],
    ['request at most 4 cpu, or start a lab with larger nodes: klockwork up --node-cpu N'],
  ],
  [
    'asks for more cpu than other pods leave',
    { containers: asking('2500m') },
    [aNode(), aNode({ metadata: { name: 'node-2' }, spec: { unschedulable: true } }), busy],
    'pods/default/web is Pending: none of 2 nodes takes it',
    ['node-1: Insufficient cpu: 2500m cpu requested, 1 of 4 free', 'node-2: node(s) were unschedulable: the node is cordoned'],
    ['delete pods of node-1, which requests 3 of its 4 cpu; or request at most 1', 'kubectl uncordon node-2'],
  ],
  [
    'selects a label that no node has',
    { containers: [], nodeSelector: { disk: 'ssd' } },
    [aNode(), aNode({ metadata: { name: 'node-2' }, spec: { taints: [TAINT] } })],
    'pods/default/web is Pending: none of 2 nodes takes it',
    [
      "node-1: node(s) didn't match Pod's node affinity/selector: nodeSelector disk=ssd",
      'node-2: node(s) had untolerated taint(s): team=a:NoSchedule',
    ],
    [
      'kubectl label node node-1 disk=ssd',
      "tolerate the taint in the pod's spec.tolerations, or remove it: kubectl taint nodes node-2 team:NoSchedule-",
    ],
  ],
  [
    'names a claim that does not exist',
    { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
    [aNode()],
    'pods/default/web is Pending: persistentvolumeclaim "data" not found',
    [],
    ['create the claim: the scheduler tries again as soon as it exists'],
  ],
  [
    'lives in a cluster without nodes',
    { containers: [] },
    [],
    'pods/default/web is Pending: the cluster has no node',
    [],
    ['wait for a node, or start a lab with one: klockwork up --nodes 1'],
  ],
];

test.each(cases)('a pod that %s is Pending for that reason', (_, spec, objects, statement, findings, remedies) => {
  const pod = aPod({ ...(spec && { spec }), status: { phase: 'Pending', conditions: [CONDITION] } });
  const answer = diagnosePending(subjectWith([aPod(), pod], { type: 'PodUnschedulable' }), viewOf(...objects));
  expect(answer).toMatchObject({ statement, remedies, revision: 12 });
  expect(answer?.findings).toEqual([...findings.map((text) => ({ text })), { text: `the scheduler: ${MESSAGE}`, revision: 12 }]);
});

test('a pod with scheduling gates is Pending until their removal', () => {
  const pod = aPod({ spec: { containers: [], schedulingGates: [{ name: 'example.com/wait' }] } });
  expect(diagnosePending(subjectWith([pod]), viewOf(aNode()))).toEqual({
    statement: 'pods/default/web is Pending: scheduling gates hold it back: example.com/wait',
    findings: [{ text: 'the scheduler does not look at a pod before its spec.schedulingGates is empty' }],
    remedies: [`kubectl patch pod web -n default --type json -p '[{"op":"remove","path":"/spec/schedulingGates"}]'`],
    revision: 11,
  });
});

test('a pod for another scheduler waits for that scheduler', () => {
  const pod = aPod({ spec: { containers: [], schedulerName: 'mine' } });
  expect(diagnosePending(subjectWith([pod]), viewOf(aNode()))?.statement).toBe(
    'pods/default/web is Pending: no scheduler of the name "mine" has bound it',
  );
});

test('the first ten of many nodes are listed, and the others counted', () => {
  const nodes = Array.from({ length: 12 }, (_, index) => aNode({ metadata: { name: `node-${index}` } }));
  const pod = aPod({ spec: { containers: asking('5') } });
  const findings = diagnosePending(subjectWith([pod]), viewOf(...nodes))?.findings ?? [];
  expect([findings.length, findings.at(-1)]).toEqual([11, { text: '… and 2 more nodes' }]);
});

test('a scheduled, finished or deleted pod does not wait for a node', () => {
  const view = viewOf(aNode());
  expect(diagnosePending(subjectWith([aRunningPod('node-1')]), view)).toBeUndefined();
  expect(diagnosePending(subjectWith([aPod({ status: { phase: 'Failed' } })]), view)).toBeUndefined();
  expect(diagnosePending(subjectWith([aPod()], { change: 'deleted' }), view)).toBeUndefined();
});
