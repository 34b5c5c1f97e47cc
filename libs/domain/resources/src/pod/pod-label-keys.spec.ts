import { copy } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { tryCreate } from '../testing/attempt.ts';
import { podKind } from './pod.kind.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const labels = { app: 'web', hash: '1' };
const byHash = { key: 'hash', operator: 'In', values: ['1'] };
const notByHash = { key: 'hash', operator: 'NotIn', values: ['1'] };
const zone = { topologyKey: 'topology.kubernetes.io/zone' };
const selector = { labelSelector: { matchLabels: { app: 'web' } } };
const spread = { ...zone, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' };

function create(spec: object) {
  return tryCreate(podKind, {
    metadata: { name: 'web', namespace: 'default', labels },
    spec: { containers: [{ name: 'web', image: 'nginx' }], ...copy(spec) },
  });
}

test("a new pod's selectors include its labels of matchLabelKeys and mismatchLabelKeys", () => {
  const { object, errors } = create({
    affinity: {
      podAffinity: { [PREFERRED]: [{ weight: 1, podAffinityTerm: { ...zone, ...selector, matchLabelKeys: ['hash', 'none'] } }] },
      podAntiAffinity: { [REQUIRED]: [{ ...zone, ...selector, mismatchLabelKeys: ['hash'] }] },
    },
    topologySpreadConstraints: [{ ...spread, ...selector, matchLabelKeys: ['hash'] }],
  });
  expect(errors).toEqual([]);
  const { podAffinity, podAntiAffinity } = object.spec?.affinity ?? {};
  expect(podAffinity?.[PREFERRED]?.[0]?.podAffinityTerm.labelSelector?.matchExpressions).toEqual([byHash]);
  expect(podAntiAffinity?.[REQUIRED]?.[0]?.labelSelector?.matchExpressions).toEqual([notByHash]);
  expect(object.spec?.topologySpreadConstraints?.[0]?.labelSelector?.matchExpressions).toEqual([byHash]);
});

test('label keys must be valid, unique, and accompany a selector', () => {
  const { errors } = create({
    affinity: {
      podAffinity: {
        [REQUIRED]: [
          { ...zone, matchLabelKeys: ['hash'] },
          { ...zone, labelSelector: { matchLabels: { hash: '1' } }, matchLabelKeys: ['a b', 'hash'], mismatchLabelKeys: ['hash'] },
        ],
      },
    },
    topologySpreadConstraints: [
      { ...spread, matchLabelKeys: ['a b'] },
      { ...spread, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchExpressions: [byHash] }, matchLabelKeys: ['app', 'hash'] },
    ],
  });
  const terms = `spec.affinity.podAffinity.${REQUIRED}`;
  expect(errors).toEqual([
    `${terms}[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set`,
    expect.stringContaining(`${terms}[1].matchLabelKeys[0]: Invalid value: "a b": name part must consist of`),
    `${terms}[1][1]: Invalid value: "hash": exists in both matchLabelKeys and labelSelector`,
    `${terms}[1][1]: Invalid value: "hash": exists in both matchLabelKeys and labelSelector`,
    `${terms}[1].matchLabelKeys[1]: Invalid value: "hash": exists in both matchLabelKeys and mismatchLabelKeys`,
    'spec.topologySpreadConstraints[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set',
    'spec.topologySpreadConstraints[1][1]: Invalid value: "hash": exists in both matchLabelKeys and labelSelector',
  ]);
});
