import type { Pod, PodAffinityTerm, PodSpec } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import type { NodeInfo } from '../../node-info.ts';
import { candidateOf } from '../../testing/plugin-input.ts';
import { aSchedulingView } from '../../testing/scheduling-view.ts';
import { appPod, zonedNode } from '../../testing/zones.ts';
import { interPodAffinity } from './inter-pod-affinity.filter.ts';

const NOT_AFFINE = "node(s) didn't match pod affinity rules";
const ANTI = "node(s) didn't match pod anti-affinity rules";
const EXISTING = "node(s) didn't satisfy existing pods anti-affinity rules";
const LABELS: Readonly<Record<string, Record<string, string>>> = { default: { team: 'a' }, other: { team: 'b' } };
const view = aSchedulingView({ namespaceLabels: (name) => LABELS[name] });

const term = (app: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  ...{ labelSelector: { matchLabels: { app } }, topologyKey: 'zone' },
  ...more,
});
const near = (...terms: PodAffinityTerm[]): Partial<PodSpec> => ({
  affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
});
const apart = (...terms: PodAffinityTerm[]): Partial<PodSpec> => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
});

/** Returns the refusal of each node; undefined for a node that accepts the pod. */
function refusals(pod: Pod, ...nodes: readonly NodeInfo[]): (string | undefined)[] {
  const candidate = candidateOf(pod, view, nodes);
  return nodes.map((node) => interPodAffinity.refuse(candidate, node)?.reasons[0]);
}

const db = appPod('db', 'db');
const foreign = appPod('foreign', 'db', {}, 'other');

test.each<[string, Pod, NodeInfo[], (string | undefined)[]]>([
  ['a pod without terms fits each node', appPod('web', 'web'), [zonedNode('a', 'x', db)], [undefined]],
  [
    'required affinity accepts all nodes of the zone of a matching pod',
    appPod('web', 'web', near(term('db'))),
    [zonedNode('a', 'x', db), zonedNode('b', 'x'), zonedNode('c', 'y'), zonedNode('d', undefined)],
    [undefined, undefined, NOT_AFFINE, NOT_AFFINE],
  ],
  [
    'several required terms need one pod that matches all of them',
    appPod('web', 'web', near(term('db'), term('cache'))),
    [zonedNode('a', 'x', db, appPod('cache', 'cache'))],
    [NOT_AFFINE],
  ],
  [
    'the first pod that matches its own term fits each node with the label',
    appPod('web-0', 'web', near(term('web'))),
    [zonedNode('a', 'x'), zonedNode('b', undefined)],
    [undefined, NOT_AFFINE],
  ],
  [
    'a later pod that matches its own term joins the first',
    appPod('web-1', 'web', near(term('web'))),
    [zonedNode('a', 'x', appPod('web-0', 'web')), zonedNode('b', 'y')],
    [undefined, NOT_AFFINE],
  ],
  [
    'required anti-affinity excludes the zone of a matching pod, and accepts nodes without the label',
    appPod('web', 'web', apart(term('db'))),
    [zonedNode('a', 'x', db), zonedNode('b', 'x'), zonedNode('c', 'y'), zonedNode('d', undefined)],
    [ANTI, ANTI, undefined, undefined],
  ],
  [
    'required anti-affinity of an existing pod excludes its zone for pods that it matches',
    appPod('web', 'web'),
    [zonedNode('a', 'x', appPod('lone', 'lone', apart(term('web')))), zonedNode('b', 'x'), zonedNode('c', 'y')],
    [EXISTING, EXISTING, undefined],
  ],
  ['a term concerns pods of its own namespace only', appPod('web', 'web', apart(term('db'))), [zonedNode('a', 'x', foreign)], [undefined]],
  [
    'a term concerns the namespaces that it names',
    appPod('web', 'web', apart(term('db', { namespaces: ['other'] }))),
    [zonedNode('a', 'x', foreign), zonedNode('b', 'y', db)],
    [ANTI, undefined],
  ],
  [
    'a term concerns the namespaces that its selector matches',
    appPod('web', 'web', apart(term('db', { namespaceSelector: { matchLabels: { team: 'b' } } }))),
    [zonedNode('a', 'x', foreign), zonedNode('b', 'y', db)],
    [ANTI, undefined],
  ],
  [
    'an empty namespace selector matches every namespace',
    appPod('web', 'web', apart(term('db', { namespaceSelector: {} }))),
    [zonedNode('a', 'x', foreign), zonedNode('b', 'y', db)],
    [ANTI, ANTI],
  ],
  [
    'a term without a label selector matches no pod',
    appPod('web', 'web', apart({ topologyKey: 'zone' })),
    [zonedNode('a', 'x', db)],
    [undefined],
  ],
])('%s', (_, pod, nodes, expected) => {
  expect(refusals(pod, ...nodes)).toEqual(expected);
});

test('preemption could help against anti-affinity, and not against affinity', () => {
  const nodes = [zonedNode('a', 'x', db)];
  const refusalOf = (spec: Partial<PodSpec>) => interPodAffinity.refuse(candidateOf(appPod('web', 'web', spec), view, nodes), nodes[0]!);
  expect(refusalOf(apart(term('db')))?.resolvable).toBe(true);
  expect(refusalOf(near(term('cache')))?.resolvable).toBe(false);
});
