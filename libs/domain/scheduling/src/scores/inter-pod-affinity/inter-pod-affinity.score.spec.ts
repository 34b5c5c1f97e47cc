import type { Pod, PodSpec } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import type { NodeInfo } from '../../node-info.ts';
import { candidateOf } from '../../testing/plugin-input.ts';
import { appPod, zonedNode } from '../../testing/zones.ts';
import { interPodAffinityScore } from './inter-pod-affinity.score.ts';

const term = (app: string) => ({ labelSelector: { matchLabels: { app } }, topologyKey: 'zone' });
const preferred = (app: string, weight: number) => [{ weight, podAffinityTerm: term(app) }];
const near = (app: string, weight = 10): Partial<PodSpec> => ({
  affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred(app, weight) } },
});
const apart = (app: string, weight = 10): Partial<PodSpec> => ({
  affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred(app, weight) } },
});
const required: Partial<PodSpec> = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term('web')] } } };

const db = appPod('db', 'db');
const empty = [zonedNode('a', 'x', db), zonedNode('b', 'x'), zonedNode('c', 'y')];

test.each<[string, Pod, NodeInfo[], readonly number[] | undefined]>([
  ['a pod without preferences has no scores', appPod('web', 'web'), empty, undefined],
  ['preferred affinity scores the zone of a matching pod', appPod('web', 'web', near('db')), empty, [100, 100, 0]],
  ['preferred anti-affinity scores other zones', appPod('web', 'web', apart('db')), empty, [0, 0, 100]],
  ['a preference that nothing matches has no scores', appPod('web', 'web', near('cache')), empty, undefined],
  [
    'scores grow with the number of matching pods',
    appPod('web', 'web', near('db')),
    [zonedNode('a', 'x', db, appPod('db-2', 'db')), zonedNode('b', 'y', appPod('db-3', 'db')), zonedNode('c', 'z')],
    [100, 50, 0],
  ],
  [
    'a preference of an existing pod counts',
    appPod('web', 'web'),
    [zonedNode('a', 'x', appPod('p', 'p', near('web'))), zonedNode('b', 'y')],
    [100, 0],
  ],
  [
    'an aversion of an existing pod counts',
    appPod('web', 'web'),
    [zonedNode('a', 'x', appPod('p', 'p', apart('web'))), zonedNode('b', 'y')],
    [0, 100],
  ],
  [
    'a required affinity of an existing pod counts',
    appPod('web', 'web'),
    [zonedNode('a', 'x', appPod('p', 'p', required)), zonedNode('b', 'y')],
    [100, 0],
  ],
])('%s', (_, pod, nodes, expected) => {
  expect(interPodAffinityScore.scores(candidateOf(pod, undefined, nodes), nodes, nodes)).toEqual(expected);
});
