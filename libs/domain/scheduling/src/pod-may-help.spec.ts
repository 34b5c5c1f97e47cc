import type { Pod, PodSpec } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import { podMayHelp } from './pod-may-help.ts';

const SELECTOR = { labelSelector: { matchLabels: { app: 'db' } }, topologyKey: 'zone' };
const AFFINE: Partial<PodSpec> = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [SELECTOR] } } };
const ANTI: Partial<PodSpec> = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [SELECTOR] } } };
const SPREAD: Partial<PodSpec> = { topologySpreadConstraints: [{ ...SELECTOR, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }] };

const waiting = (spec: Partial<PodSpec>): Pod => ({ metadata: { name: 'w', namespace: 'default' }, spec: { containers: [], ...spec } });
function placed(app: string, options: { node?: string; deletionTimestamp?: string } = {}): Pod {
  const { node = 'a', deletionTimestamp } = options;
  const metadata = { name: 'p', namespace: 'default', labels: { app }, ...(deletionTimestamp && { deletionTimestamp }) };
  return { metadata, spec: { containers: [], ...(node && { nodeName: node }) } };
}

test.each<[string, Partial<PodSpec>, Pod, Pod | undefined, boolean]>([
  ['a matching pod with a new node helps required affinity', AFFINE, placed('db'), placed('db', { node: '' }), true],
  ['a matching pod that is new here helps required affinity', AFFINE, placed('db'), undefined, true],
  ['another pod does not help required affinity', AFFINE, placed('web'), undefined, false],
  ['an unchanged pod does not help required affinity', AFFINE, placed('db'), placed('db'), false],
  ['a pod with new labels helps required affinity', AFFINE, placed('db'), placed('web'), true],
  ['a new pod does not help required anti-affinity', ANTI, placed('db'), undefined, false],
  ['a counted pod helps a spread constraint', SPREAD, placed('db'), placed('db', { node: '' }), true],
  ['a terminating pod helps a spread constraint', SPREAD, placed('db', { deletionTimestamp: 'now' }), placed('db'), true],
  ['a pod without counted labels does not help a spread constraint', SPREAD, placed('web'), undefined, false],
  ['a pod without rules about pods is not helped', {}, placed('db'), undefined, false],
])('%s', (_, spec, other, previous, helps) => {
  expect(podMayHelp(waiting(spec), other, previous, () => ({}))).toBe(helps);
});
