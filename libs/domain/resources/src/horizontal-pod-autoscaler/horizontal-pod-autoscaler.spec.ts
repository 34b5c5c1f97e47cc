import { describe, expect, test } from 'vitest';
import { aHorizontalPodAutoscaler, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { horizontalPodAutoscalerKind } from './horizontal-pod-autoscaler.kind.ts';
import type { MetricSpec, MetricStatus } from './horizontal-pod-autoscaler.ts';

const cpu = (target: object): MetricSpec => ({ type: 'Resource', resource: { name: 'cpu', target } }) as MetricSpec;
const pods = { type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '100' } } };
const queue = { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '30' } } };

test('kubectl get hpa prints its row', () => {
  expect(rowOf(horizontalPodAutoscalerKind, aHorizontalPodAutoscaler(), Date.parse('2026-01-01T00:01:00Z'))).toEqual({
    Name: 'web',
    Reference: 'Deployment/web',
    Targets: 'cpu: <unknown>/80%',
    MinPods: '1',
    MaxPods: 5,
    Replicas: 0,
    Age: '60s',
  });
});

test.each<[string, MetricSpec[], MetricStatus[], string]>([
  ['two metrics', [pods, queue], [], '<unknown>/100, <unknown>/30'],
  ['more than two', [pods, queue, pods, pods], [], '<unknown>/100, <unknown>/30 + 2 more...'],
  [
    'what they are now',
    [cpu({ type: 'Utilization', averageUtilization: 50 })],
    [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 42, averageValue: '42m' } } }],
    'cpu: 42%/50%',
  ],
  ['an amount', [cpu({ type: 'AverageValue', averageValue: '100m' })], [], 'cpu: <unknown>/100m'],
])('targets show %s', (_, metrics, currentMetrics, cell) => {
  const autoscaler = aHorizontalPodAutoscaler({ spec: { metrics }, status: { currentMetrics } });
  expect(rowOf(horizontalPodAutoscalerKind, autoscaler, 0).Targets).toBe(cell);
});

test('an autoscaler scales by CPU by default, and completes a given behavior', () => {
  const { object, errors } = tryCreate(horizontalPodAutoscalerKind, {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      maxReplicas: 3,
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    },
  });
  expect(errors).toEqual([]);
  expect(object.spec).toEqual({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 1,
    maxReplicas: 3,
    metrics: [cpu({ type: 'Utilization', averageUtilization: 80 })],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Pods', value: 4, periodSeconds: 15 },
          { type: 'Percent', value: 100, periodSeconds: 15 },
        ],
      },
      scaleDown: { stabilizationWindowSeconds: 60, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
    },
  });
  expect([object.status, object.metadata?.generation]).toEqual([{ currentMetrics: null, desiredReplicas: 0 }, undefined]);
});

const POLICY = 'spec.behavior.scaleUp.policies[0]';
const METRIC = 'spec.metrics[0]';
const UNKNOWN_TYPE = `${METRIC}.type: Unsupported value: "Luck": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"`;

describe('an autoscaler is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'without a target and a bound',
      { scaleTargetRef: undefined, maxReplicas: undefined },
      [
        'spec.maxReplicas: Invalid value: 0: must be greater than 0',
        'spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`',
        'spec.scaleTargetRef.kind: Required value',
        'spec.scaleTargetRef.name: Required value',
        'spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group',
      ],
    ],
    [
      'with a target without group',
      { scaleTargetRef: { apiVersion: 'v1', kind: 'Deployment', name: 'web' } },
      ['spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group'],
    ],
    [
      'with an invalid target version',
      { scaleTargetRef: { apiVersion: 'a/b/c', kind: 'Deployment', name: 'web' } },
      ['spec.scaleTargetRef.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'],
    ],
    ['unless the target is of the core group', { scaleTargetRef: { kind: 'ReplicationController', name: 'web' } }, []],
    ['with no replicas', { minReplicas: 0 }, ['spec.minReplicas: Invalid value: 0: must be greater than or equal to 1']],
    [
      'with minReplicas above maxReplicas',
      { minReplicas: 9 },
      ['spec.maxReplicas: Invalid value: 5: must be greater than or equal to `minReplicas`'],
    ],
    [
      'with an invalid behavior',
      {
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 9_999,
            selectPolicy: 'Most',
            policies: [{ type: 'Nodes', value: 0, periodSeconds: 2_000 }],
          },
        },
      },
      [
        'spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 9999: must be less than or equal to 3600',
        'spec.behavior.scaleUp.selectPolicy: Unsupported value: "Most": supported values: "Disabled", "Max", "Min"',
        `${POLICY}.type: Unsupported value: "Nodes": supported values: "Percent", "Pods"`,
        `${POLICY}.value: Invalid value: 0: must be greater than zero`,
        `${POLICY}.periodSeconds: Invalid value: 2000: must be less than or equal to 1800`,
      ],
    ],
    ['with an unknown metric', { metrics: [{ type: 'Luck' }] }, [UNKNOWN_TYPE, UNKNOWN_TYPE]],
    [
      'with a metric without its source',
      { metrics: [{ type: 'Pods' }] },
      [`${METRIC}.pods: Required value: must populate information for the given metric source`],
    ],
    [
      'with a metric of two sources',
      { metrics: [{ ...pods, external: queue.external }] },
      [`${METRIC}.external: Forbidden: must populate the given metric source only`],
    ],
    [
      'without a target for a resource',
      { metrics: [cpu({})] },
      [
        `${METRIC}.resource.target.type: Required value: must specify a metric target type`,
        `${METRIC}.resource.target.type: Invalid value: "": must be either Utilization, Value, or AverageValue`,
        `${METRIC}.resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization`,
      ],
    ],
    [
      'with two targets for a resource',
      { metrics: [cpu({ type: 'Utilization', averageUtilization: 0, averageValue: '-1' })] },
      [
        `${METRIC}.resource.target.averageValue: Invalid value: "-1": must be positive`,
        `${METRIC}.resource.target.averageUtilization: Invalid value: 0: must be greater than 0`,
        `${METRIC}.resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization`,
      ],
    ],
    [
      "of a container's resource that cannot be",
      {
        metrics: [
          { type: 'ContainerResource', containerResource: { name: 'luck', container: 'A', target: { type: 'Value', value: '1' } } },
        ],
      },
      [
        `${METRIC}.containerResource.name: Invalid value: "luck": must be a standard resource type or fully qualified`,
        `${METRIC}.containerResource.name: Invalid value: "luck": must be a standard resource for containers`,
        `${METRIC}.containerResource.container: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
        `${METRIC}.containerResource.target.averageUtilization: Required value: must set either a target raw value or a target utilization`,
      ],
    ],
    [
      'with an object metric without value',
      {
        metrics: [
          {
            type: 'Object',
            object: { describedObject: { kind: 'Service', name: 'web' }, metric: { name: 'rps' }, target: { type: 'Value' } },
          },
        ],
      },
      [`${METRIC}.object.target.averageValue: Required value: must set either a target value or averageValue`],
    ],
    [
      'with a negative pods metric',
      { metrics: [{ type: 'Pods', pods: { ...pods.pods, target: { type: 'AverageValue', averageValue: '-1' } } }] },
      [`${METRIC}.pods.target.averageValue: Invalid value: "-1": must be positive`],
    ],
  ])('an autoscaler %s is refused', (_, change, errors) => {
    const stored = aHorizontalPodAutoscaler();
    expect(tryCreate(horizontalPodAutoscalerKind, { ...stored, spec: { ...stored.spec, ...change } }).errors).toEqual(errors);
  });
});

test('an existing target without a group remains valid', () => {
  const stored = aHorizontalPodAutoscaler({ spec: { scaleTargetRef: { apiVersion: 'v1', kind: 'Deployment', name: 'web' } } });
  const spec = (draft: typeof stored) => draft.spec as NonNullable<typeof stored.spec>;
  const wider = tryUpdate(horizontalPodAutoscalerKind, stored, (draft) => {
    spec(draft as typeof stored).maxReplicas = 9;
  });
  const moved = tryUpdate(horizontalPodAutoscalerKind, stored, (draft) => {
    spec(draft as typeof stored).scaleTargetRef = { apiVersion: 'v2', kind: 'Deployment', name: 'web' };
  });
  expect([wider.errors, moved.errors]).toEqual([
    [],
    ['spec.scaleTargetRef.apiVersion: Invalid value: "v2": apiVersion must specify API group'],
  ]);
});
