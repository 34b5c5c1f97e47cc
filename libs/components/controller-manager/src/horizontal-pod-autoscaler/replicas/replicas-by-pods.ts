import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/resources';
import { groupPods, type PodGroups } from './group-pods.ts';
import { isProblem, type PodMetric, type PodMetrics, type Problem } from './pod-metric.ts';
import { isWithin, type Tolerances } from './tolerances.ts';

/** Pods of a scale, and the values of their metric. */
export interface PodUsage {
  readonly pods: readonly Pod[];
  readonly metrics: PodMetrics;
  /** `cpu`, `memory`; empty for custom metrics. */
  readonly resource: string;
  /** Replicas of the scale's spec. */
  readonly replicas: number;
  readonly tolerances: Tolerances;
  readonly now: LabTime;
}

/** Usage in comparison with its target. */
export interface Usage {
  /** Present usage divided by the target. */
  readonly ratio: number;
  /** Average per pod, in thousandths. */
  readonly average: bigint;
  /** Percentage of requests, for targets that are one. */
  readonly utilization?: number;
}

/** Comparison of usage with a target. */
export interface Measure {
  usage(metrics: PodMetrics): Usage | Problem;
  /** Returns the assumed value of a pod without metric where pods would be removed. */
  whereMissing(pod: string): bigint;
}

/** Proposal for a scale by one metric. */
export interface Proposal extends Usage {
  readonly replicas: number;
}

const REPLICAS_MAX = 2 ** 31 - 1;
const NO_VALUE: PodMetric = { value: 0n, at: 0, windowMs: 0 };

/** Message for a selector without pods. */
export const NO_PODS = 'no pods returned by selector while calculating replica count';
const NO_METRICS = 'did not receive metrics for targeted pods (pods might be unready)';

/** Returns the replicas that bring the average usage to its target. Models `GetResourceReplicas` and `calcPlainMetricReplicas`. */
export function replicasByPods(of: PodUsage, measure: Measure): Proposal | Problem {
  if (of.pods.length === 0) return { problem: NO_PODS };
  const groups = groupPods(of.pods, of.metrics, of.resource, of.now);
  const counted = new Map([...of.metrics].filter(([pod]) => !groups.ignored.includes(pod) && !groups.unready.includes(pod)));
  if (counted.size === 0) return { problem: NO_METRICS };
  const usage = measure.usage(counted);
  if (isProblem(usage)) return usage;
  const rebalances = groups.unready.length > 0 && usage.ratio > 1;
  if (rebalances || groups.missing.length > 0) return cautious(of, measure, { usage, groups, counted });
  const replicas = isWithin(of.tolerances, usage.ratio) ? of.replicas : ceiling(usage.ratio * groups.ready);
  return { ...usage, replicas };
}

/** Rounds up to a count of replicas, within 32 bits. */
export function ceiling(replicas: number): number {
  return Math.min(Math.ceil(replicas), REPLICAS_MAX);
}

interface FirstLook {
  readonly usage: Usage;
  readonly groups: PodGroups;
  readonly counted: ReadonlyMap<string, PodMetric>;
}

/** Assumes that pods without metrics dampen the change, and that unready pods use nothing. */
function cautious(of: PodUsage, measure: Measure, { usage, groups, counted }: FirstLook): Proposal | Problem {
  const assumed = new Map(counted);
  const { ratio } = usage;
  for (const pod of groups.missing) {
    if (ratio < 1) assumed.set(pod, { ...NO_VALUE, value: measure.whereMissing(pod) });
    else if (ratio > 1) assumed.set(pod, NO_VALUE);
  }
  if (ratio > 1) for (const pod of groups.unready) assumed.set(pod, NO_VALUE);
  const second = measure.usage(assumed);
  if (isProblem(second)) return second;
  const turns = (ratio < 1 && second.ratio > 1) || (ratio > 1 && second.ratio < 1);
  if (turns || isWithin(of.tolerances, second.ratio)) return { ...usage, replicas: of.replicas };
  const replicas = ceiling(second.ratio * assumed.size);
  const opposes = (second.ratio < 1 && replicas > of.replicas) || (second.ratio > 1 && replicas < of.replicas);
  return { ...usage, replicas: opposes ? of.replicas : replicas };
}
