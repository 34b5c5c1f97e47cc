import type { Action, PlannedAction } from '@klockwork/controller-runtime';
import { type HorizontalPodAutoscaler, type Pod, resources, type Scale } from '@klockwork/resources';
import { aHorizontalPodAutoscaler, aRunningPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { AutoscalerView } from './autoscaler-view.ts';
import { NO_HISTORY } from './limits/history.ts';
import type { MetricReading } from './metrics/metric-reading.ts';
import { reconcileAutoscaler } from './reconcile-autoscaler.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const AT = '2026-01-01T12:00:00Z';

const autoscaler = (spec: object = {}): HorizontalPodAutoscaler =>
  aHorizontalPodAutoscaler({ metadata: { resourceVersion: '7' }, spec: { maxReplicas: 10, ...spec } });
const scale = (replicas: number, selector = 'app=web'): Scale =>
  ({ metadata: { name: 'web', namespace: 'default' }, spec: { replicas }, status: { replicas, selector } }) as Scale;

const pods = (count: number): Pod[] =>
  Array.from({ length: count }, (_, index) =>
    aRunningPod('node-1', {
      metadata: { name: `web-${index}`, labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: 'web', resources: { requests: { cpu: '100m' } } }] },
      status: {
        startTime: '2026-01-01T11:00:00Z',
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T11:00:05Z' }],
      },
    }),
  );
const cpu = (...values: readonly number[]): MetricReading => ({
  pods: new Map(values.map((value, index) => [`web-${index}`, { value: BigInt(value), at: NOW, windowMs: 15_000 }])),
});

function viewOf(view: Partial<AutoscalerView> & { readonly replicas?: number }): AutoscalerView {
  const { replicas = 1, ...more } = view;
  return {
    autoscaler: autoscaler(),
    target: { resource: resources.deployments, scale: scale(replicas) },
    metrics: [],
    pods: pods(replicas),
    history: NO_HISTORY,
    otherSelectors: new Map(),
    ...more,
  };
}

/** Actions as lines: Events with their reason and message, writes with their replicas, conditions with their reasons. */
function lines(actions: readonly (Action | PlannedAction)[]): string[] {
  return actions.flatMap((action) => {
    if (action.type === 'record') return [`${action.eventType} ${action.reason}: ${action.message}`];
    if (action.type === 'patch') return [`${action.subresource} ${JSON.stringify(action.patch.body)}`];
    if (action.type !== 'update') return [action.type];
    const { status } = action.object as HorizontalPodAutoscaler;
    const conditions = (status?.conditions ?? []).map(({ type, status: is, reason }) => `${type}=${is} ${reason}`);
    return [`status ${status?.currentReplicas} to ${status?.desiredReplicas}`, ...conditions];
  });
}
const writtenBy = (actions: readonly PlannedAction[]): HorizontalPodAutoscaler => {
  const [write] = actions.flatMap((action) => (action.type === 'update' ? [action.object] : []));
  return (write ?? {}) as HorizontalPodAutoscaler;
};
const told = (view: AutoscalerView) => reconcileAutoscaler(view, NOW).plan.stages.map(lines);

test('pods above the target are joined by more, and the status has conditions, metrics and time', () => {
  const { plan, historyOnceScaled, isMoving } = reconcileAutoscaler(viewOf({ replicas: 2, metrics: [cpu(200, 200)] }), NOW);
  expect(plan.stages.map(lines)).toEqual([
    ['scale {"spec":{"replicas":4}}'],
    [
      'Normal SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target',
      'status 2 to 4',
      'AbleToScale=True SucceededRescale',
      'ScalingActive=True ValidMetricFound',
      'ScalingLimited=True ScaleUpLimit',
    ],
  ]);
  expect(writtenBy(plan.stages[1] ?? []).status).toMatchObject({
    lastScaleTime: AT,
    currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 200, averageValue: '200m' } } }],
  });
  expect([historyOnceScaled.recommendations.map(({ replicas }) => replicas), isMoving]).toEqual([[2, 5], true]);
});

test('a refused change of the scale is reported, and the status says so', () => {
  const { plan } = reconcileAutoscaler(viewOf({ replicas: 2, metrics: [cpu(200, 200)] }), NOW);
  const onRefused = plan.stages[0]?.[0]?.onRefused;
  expect(lines(onRefused?.('no') ?? [])).toEqual([
    'Warning FailedRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target; error: no',
    'status 2 to 0',
    'AbleToScale=False FailedUpdateScale',
    'ScalingActive=True ValidMetricFound',
    'ScalingLimited=True ScaleUpLimit',
  ]);
});

test('replicas outside the bounds change without metrics', () => {
  const reason = (replicas: number) => told(viewOf({ autoscaler: autoscaler({ minReplicas: 3 }), replicas }))[1]?.[0];
  expect([reason(2), reason(12)]).toEqual([
    'Normal SuccessfulRescale: New size: 3; reason: Current number of replicas below Spec.MinReplicas',
    'Normal SuccessfulRescale: New size: 10; reason: Current number of replicas above Spec.MaxReplicas',
  ]);
});

test('a scale of zero switches the autoscaler off', () => {
  expect(told(viewOf({ replicas: 0 }))).toEqual([
    ['status 0 to 0', 'AbleToScale=True SucceededGetScale', 'ScalingActive=False ScalingDisabled'],
  ]);
});

test('fewer pods wait for the window, and nothing is written without a change', () => {
  const history = { ...NO_HISTORY, recommendations: [{ replicas: 4, at: NOW - 60_000 }] };
  const view = viewOf({ replicas: 4, metrics: [cpu(1, 1, 1, 1)], history });
  const { plan, isMoving } = reconcileAutoscaler(view, NOW);
  expect([plan.stages.map(lines), isMoving]).toEqual([
    [
      [
        'status 4 to 4',
        'AbleToScale=True ScaleDownStabilized',
        'ScalingActive=True ValidMetricFound',
        'ScalingLimited=False DesiredWithinRange',
      ],
    ],
    true,
  ]);
  expect(told({ ...view, autoscaler: writtenBy(plan.stages[0] ?? []) })).toEqual([[]]);
});

test.each<[string, Partial<AutoscalerView>, string[]]>([
  [
    'the target is missing',
    { target: { problem: 'deployments.apps "web" not found' } },
    ['Warning FailedGetScale: deployments.apps "web" not found', 'status undefined to 0', 'AbleToScale=False FailedGetScale'],
  ],
  [
    'there are no metrics',
    { metrics: [{ problem: 'no metrics returned from resource metrics API' }] },
    [
      'Warning FailedGetResourceMetric: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
      'Warning FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API',
      'status 1 to 0',
      'AbleToScale=True SucceededGetScale',
      'ScalingActive=False FailedGetResourceMetric',
    ],
  ],
  [
    'another autoscaler has the same pods',
    { otherSelectors: new Map([['default/other', 'app in (web)']]) },
    [
      'Warning AmbiguousSelector: pods by selector app=web are controlled by multiple HPAs: [{other default} {web default}]',
      'Warning FailedComputeMetricsReplicas: pods by selector app=web are controlled by multiple HPAs: [{other default} {web default}]',
      'status 1 to 0',
      'AbleToScale=True SucceededGetScale',
      'ScalingActive=False AmbiguousSelector',
    ],
  ],
  [
    'the scale has no selector',
    { target: { resource: resources.deployments, scale: scale(1, '') } },
    [
      'Warning SelectorRequired: selector is required',
      'Warning FailedComputeMetricsReplicas: selector is required',
      'status 1 to 0',
      'AbleToScale=True SucceededGetScale',
      'ScalingActive=False InvalidSelector',
    ],
  ],
])('nothing scales if %s', (_, view, expected) => {
  expect(told(viewOf(view))).toEqual([expected]);
});

const external = (averageValue: string) => ({
  type: 'External',
  external: { metric: { name: 'queue', selector: { matchLabels: { name: 'jobs' } } }, target: { type: 'AverageValue', averageValue } },
});

test('the highest of all metrics decides, and a failure of one forbids a decrease', () => {
  const spec = {
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }, external('10')],
  };
  const view = viewOf({ autoscaler: autoscaler(spec), replicas: 2, metrics: [cpu(50, 50), { values: [35_000n] }] });
  expect(told(view)[1]?.[0]).toBe(
    'Normal SuccessfulRescale: New size: 4; reason: external metric queue(&LabelSelector{MatchLabels:map[string]string{name: jobs,},MatchExpressions:[]LabelSelectorRequirement{},}) above target',
  );
  const failed = told({ ...view, metrics: [cpu(1, 1), { problem: 'gone' }] });
  expect(failed[0]?.slice(0, 2)).toEqual([
    'Warning FailedGetExternalMetric: unable to get external metric default/queue/&LabelSelector{MatchLabels:map[string]string{name: jobs,},MatchExpressions:[]LabelSelectorRequirement{},}: gone',
    'Warning FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 2), first error is: failed to get queue external metric value: failed to get queue external metric: unable to get external metric default/queue/&LabelSelector{MatchLabels:map[string]string{name: jobs,},MatchExpressions:[]LabelSelectorRequirement{},}: gone',
  ]);
});
