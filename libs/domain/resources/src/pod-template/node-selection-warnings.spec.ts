import { expect, test } from 'vitest';
import { nodeSelectionWarnings } from './node-selection-warnings.ts';
import type { PodSpec } from './pod-spec.ts';

const ZONE = 'failure-domain.beta.kubernetes.io/zone';
const term = (values: string[] = ['a']) => ({ matchExpressions: [{ key: ZONE, operator: 'In', values }] });
const OLD = 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead';

test('labels that have other names now are warned of wherever a pod chooses nodes by them', () => {
  const spec = {
    containers: [],
    nodeSelector: { 'beta.kubernetes.io/os': 'linux', 'kubernetes.io/os': 'linux' },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term(['odd value'])] },
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: term(['-']) }],
      },
    },
    topologySpreadConstraints: [{ topologyKey: ZONE, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }],
  } as PodSpec;
  const required = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]';
  const preferred = 'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference';
  expect(nodeSelectionWarnings(spec, 'spec')).toEqual([
    'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
    `${required}.matchExpressions[0].key: ${ZONE} is ${OLD}`,
    `${preferred}.matchExpressions[0].key: ${ZONE} is ${OLD}`,
    expect.stringContaining(`${preferred}.matchExpressions[0].values[0]: - is invalid, a valid label must be`),
    `spec.topologySpreadConstraints[0].topologyKey: ${ZONE} is ${OLD}`,
    'spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
  ]);
  expect(nodeSelectionWarnings({ containers: [] }, 'spec')).toEqual([]);
});
