import { statusErrors } from '@klockwork/api-machinery';
import { InMemoryClusterApi } from '@klockwork/cluster-api/testing';
import { ManualClock } from '@klockwork/kernel';
import type { MetricSpec } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { readMetric } from './read-metrics.ts';

const AT = '2026-01-01T12:00:00Z';
const at = Date.parse(AT);
const place = {
  namespace: 'shop',
  selector: 'app=web',
  resourceOf: ({ kind }: { kind: string }) => (kind === 'Service' ? 'services' : undefined),
};

/** Reads a metric from an API with the answers of paths. */
function read(spec: Omit<MetricSpec, 'type'>, answers: Readonly<Record<string, unknown>>) {
  const api = new InMemoryClusterApi({ clock: new ManualClock(0) });
  api.answer = (path) => {
    if (path in answers) return answers[path];
    throw statusErrors.pathNotFound();
  };
  return readMetric(api, { type: '', ...spec }, place);
}

const target = { type: 'AverageValue', averageValue: '1' };
const PODS = '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?labelSelector=app%3Dweb';
const podMetrics = (name: string, ...usages: readonly object[]) => ({
  metadata: { name },
  timestamp: AT,
  window: '15s',
  containers: usages.map((usage, index) => ({ name: `c${index}`, usage })),
});

test('a resource is the sum of all containers, or that of one', async () => {
  const answers = { [PODS]: { items: [podMetrics('a', { cpu: '1500u' }, { cpu: '2m' }), podMetrics('b', { cpu: '1' }, {})] } };
  expect(await read({ resource: { name: 'cpu', target } }, answers)).toEqual({
    pods: new Map([['a', { value: 4n, at, windowMs: 15_000 }]]),
  });
  expect(await read({ containerResource: { name: 'cpu', container: 'c0', target } }, answers)).toEqual({
    pods: new Map([
      ['a', { value: 2n, at, windowMs: 15_000 }],
      ['b', { value: 1_000n, at, windowMs: 15_000 }],
    ]),
  });
});

const GROUP = { '/apis/custom.metrics.k8s.io': { versions: [{ version: 'v1beta1' }, { version: 'v1beta2' }] } };
const CUSTOM = '/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop';

test('custom metrics are read of pods by their selector, and of one object', async () => {
  const items = [{ describedObject: { name: 'a' }, timestamp: AT, value: '2500m' }];
  expect(
    await read({ pods: { metric: { name: 'hits' }, target } }, { ...GROUP, [`${CUSTOM}/pods/*/hits?labelSelector=app%3Dweb`]: { items } }),
  ).toEqual({
    pods: new Map([['a', { value: 2_500n, at, windowMs: 60_000 }]]),
  });
  const object = {
    describedObject: { kind: 'Service', name: 'web' },
    metric: { name: 'hits', selector: { matchLabels: { v: 'x' } } },
    target,
  };
  expect(await read({ object }, { ...GROUP, [`${CUSTOM}/services/web/hits?metricLabelSelector=v%3Dx`]: { items } })).toEqual({
    values: [2_500n],
  });
});

test('external metrics are read by their selector', async () => {
  const path = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue?labelSelector=name%3Djobs';
  const external = { metric: { name: 'queue', selector: { matchLabels: { name: 'jobs' } } }, target };
  expect(await read({ external }, { [path]: { items: [{ value: '3' }, { value: '1500m' }] } })).toEqual({ values: [3_000n, 1_500n] });
});

test.each<[string, Omit<MetricSpec, 'type'>, Readonly<Record<string, unknown>>, string]>([
  [
    'no metrics API',
    { resource: { name: 'cpu', target } },
    {},
    'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
  ],
  ['no pods', { resource: { name: 'cpu', target } }, { [PODS]: { items: [] } }, 'no metrics returned from resource metrics API'],
  [
    'no adapter',
    { pods: { metric: { name: 'hits' }, target } },
    {},
    'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered',
  ],
  [
    'no external adapter',
    { external: { metric: { name: 'queue' }, target } },
    {},
    'unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)',
  ],
  [
    'an amount that is none',
    { external: { metric: { name: 'queue' }, target } },
    { '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue?': { items: [{ value: 'many' }] } },
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  ],
  [
    'two values for an object',
    { object: { describedObject: { kind: 'Service', name: 'web' }, metric: { name: 'hits' }, target } },
    { ...GROUP, [`${CUSTOM}/services/web/hits?`]: { items: [{ value: '1' }, { value: '1' }] } },
    'unable to fetch metrics from custom metrics API: the custom metrics API server returned 2 results when we asked for exactly one',
  ],
])('a failed read says why: %s', async (_, spec, answers, problem) => {
  expect(await read(spec, answers)).toEqual({ problem });
});
