import { copy } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { aHorizontalPodAutoscaler } from '../testing/index.ts';
import { autoscalingV1Form } from './autoscaling-v1-form.ts';
import { defaultHorizontalPodAutoscaler } from './horizontal-pod-autoscaler.defaults.ts';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from './horizontal-pod-autoscaler.ts';

const PREFIX = 'autoscaling.alpha.kubernetes.io';
const { fromStored, toStored } = autoscalingV1Form;

test('a CPU target is a field of v1', () => {
  const stored = aHorizontalPodAutoscaler();
  const { metrics: _metrics, ...same } = stored.spec ?? {};
  const status = { currentReplicas: 0, desiredReplicas: 0 };
  expect(fromStored(stored)).toEqual({ ...stored, spec: { ...same, targetCPUUtilizationPercentage: 80 }, status });
  expect(toStored(fromStored(stored))).toEqual(stored);
});

test('zero replicas appear in v1 only', () => {
  const stored = aHorizontalPodAutoscaler({ status: { desiredReplicas: 0 } });
  const told = [fromStored(stored), toStored(fromStored(stored))] as HorizontalPodAutoscaler[];
  expect(told.map(({ status }) => status)).toEqual([
    { currentReplicas: 0, desiredReplicas: 0 },
    { currentMetrics: null, desiredReplicas: 0 },
  ]);
});

test('other settings are annotations', () => {
  const metrics: MetricSpec[] = [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
    { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
  ];
  const currentMetrics: MetricStatus[] = [
    { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 42, averageValue: '42m' } } },
  ];
  const autoscaler = aHorizontalPodAutoscaler({ spec: { metrics, behavior: {} }, status: { currentMetrics } });
  const { metadata, spec, status } = fromStored(autoscaler) as HorizontalPodAutoscaler;
  expect(metadata?.annotations).toEqual({
    [`${PREFIX}/metrics`]: '[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"1Gi"}}]',
    [`${PREFIX}/current-metrics`]:
      '[{"type":"Resource","resource":{"name":"cpu","currentAverageValue":"42m","currentAverageUtilization":42}}]',
    [`${PREFIX}/behavior`]:
      '{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15},{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null},"ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":"Max","Policies":[{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null}}',
  });
  expect([spec, status]).toMatchObject([{ targetCPUUtilizationPercentage: 50 }, { currentCPUUtilizationPercentage: 42 }]);
});

const described = { apiVersion: 'v1', kind: 'Service', name: 'web' };
const selector = { matchLabels: { queue: 'a' } };

describe('a round trip through v1', () => {
  test.each<[string, MetricSpec]>([
    ['pods', { type: 'Pods', pods: { metric: { name: 'rps', selector }, target: { type: 'AverageValue', averageValue: '100' } } }],
    [
      'an object',
      { type: 'Object', object: { describedObject: described, metric: { name: 'hits' }, target: { type: 'Value', value: '2k' } } },
    ],
    [
      'an average over an object',
      {
        type: 'Object',
        object: { describedObject: described, metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue: '2k' } },
      },
    ],
    ['an external source', { type: 'External', external: { metric: { name: 'queue', selector }, target: { type: 'Value', value: '30' } } }],
    [
      'an external average',
      { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '30' } } },
    ],
    [
      'a container',
      {
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'web', target: { type: 'Utilization', averageUtilization: 60 } },
      },
    ],
    ['an amount of memory', { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } }],
  ])('a metric of %s survives a round trip through v1', (_, metric) => {
    const conditions = [{ type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale', message: 'ok' }];
    const stored = aHorizontalPodAutoscaler({
      spec: { metrics: [metric], behavior: { scaleUp: { tolerance: '50m' } } },
      status: { conditions },
    });
    expect(toStored(fromStored(copy(stored) as HorizontalPodAutoscaler))).toEqual(stored);
  });
});

test('unreadable annotations are dropped', () => {
  const body = {
    metadata: { name: 'web', annotations: { [`${PREFIX}/metrics`]: '{', [`${PREFIX}/behavior`]: '[', mine: 'stays' } },
    spec: { maxReplicas: 3 },
  };
  const stored = toStored(body as object);
  defaultHorizontalPodAutoscaler(stored);
  expect(stored.metadata).toEqual({ name: 'web', annotations: { mine: 'stays' } });
  expect(stored.spec?.metrics).toMatchObject([{ resource: { target: { averageUtilization: 80 } } }]);
});
