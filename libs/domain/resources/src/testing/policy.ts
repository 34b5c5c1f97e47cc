import { copy } from '@klockwork/kernel';
import { defaultHorizontalPodAutoscaler } from '../horizontal-pod-autoscaler/horizontal-pod-autoscaler.defaults.ts';
import type { HorizontalPodAutoscaler } from '../horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import type { PodDisruptionBudget } from '../pod-disruption-budget/pod-disruption-budget.ts';
import type { PodTemplate } from '../pod-template/pod-template.ts';
import type { PriorityClass } from '../priority-class/priority-class.ts';
import { defaultReplicationController } from '../replication-controller/replication-controller.kind.ts';
import type { ReplicationController } from '../replication-controller/replication-controller.ts';
import type { ResourceQuota } from '../resource-quota/resource-quota.ts';
import type { RuntimeClass } from '../runtime-class/runtime-class.ts';
import { build, type Overrides } from './build.ts';

const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } };

/** Returns a PodDisruptionBudget `web` in namespace default: a single pod labelled app=web may be unavailable. */
export function aPodDisruptionBudget(overrides?: Overrides<PodDisruptionBudget>): PodDisruptionBudget {
  const base: PodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'default', generation: 1 },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
    status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  };
  return build(base, overrides);
}

/** Returns a ResourceQuota `compute` in namespace default: two pods and one CPU. */
export function aResourceQuota(overrides?: Overrides<ResourceQuota>): ResourceQuota {
  const base: ResourceQuota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'compute', namespace: 'default' },
    spec: { hard: { pods: '2', 'requests.cpu': '1' } },
    status: {},
  };
  return build(base, overrides);
}

/** A PriorityClass `high` of value 1000. */
export function aPriorityClass(overrides?: Overrides<PriorityClass>): PriorityClass {
  const base: PriorityClass = {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'high', generation: 1 },
    value: 1_000,
    preemptionPolicy: 'PreemptLowerPriority',
  };
  return build(base, overrides);
}

/** Returns a RuntimeClass `gvisor` with a pod overhead of 100m. */
export function aRuntimeClass(overrides?: Overrides<RuntimeClass>): RuntimeClass {
  const base: RuntimeClass = {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: 'gvisor' },
    handler: 'runsc',
    overhead: { podFixed: { cpu: '100m' } },
  };
  return build(base, overrides);
}

/** A PodTemplate `web` in namespace default. */
export function aPodTemplate(overrides?: Overrides<PodTemplate>): PodTemplate {
  const base: PodTemplate = {
    apiVersion: 'v1',
    kind: 'PodTemplate',
    metadata: { name: 'web', namespace: 'default', generation: 1 },
    template: copy(TEMPLATE),
  };
  return build(base, overrides);
}

/** A ReplicationController `web` of two replicas in namespace default. */
export function aReplicationController(overrides?: Overrides<ReplicationController>): ReplicationController {
  const base: ReplicationController = {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'web', namespace: 'default', generation: 1 },
    spec: { replicas: 2, template: copy(TEMPLATE) },
    status: { replicas: 0 },
  };
  return build(base, overrides, defaultReplicationController);
}

/** Returns a HorizontalPodAutoscaler `web` in namespace default: one to five pods of Deployment `web`, at 80% CPU. */
export function aHorizontalPodAutoscaler(overrides?: Overrides<HorizontalPodAutoscaler>): HorizontalPodAutoscaler {
  const base: HorizontalPodAutoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'default' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 5 },
    status: { desiredReplicas: 0 },
  };
  return build(base, overrides, defaultHorizontalPodAutoscaler);
}
