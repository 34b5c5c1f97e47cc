import { isProblem, type PodMetrics, type Problem } from './pod-metric.ts';
import type { Measure, Usage } from './replicas-by-pods.ts';

/** Returns the comparison with a target per pod, in thousandths. Models `GetMetricUsageRatio`. */
export function averageMeasure(target: bigint): Measure {
  return {
    usage(metrics): Usage {
      const average = total(metrics) / BigInt(metrics.size);
      return { ratio: Number(average) / Number(target), average };
    },
    whereMissing: () => target,
  };
}

/** Returns the comparison with a percentage of the pods' requests. Models `GetResourceUtilizationRatio`. */
export function utilizationMeasure(target: number, requests: ReadonlyMap<string, bigint> | Problem): Measure {
  if (isProblem(requests)) return { usage: () => requests, whereMissing: () => 0n };
  return {
    usage: (metrics) => utilization(metrics, requests, target),
    whereMissing: (pod) => ((requests.get(pod) ?? 0n) * BigInt(Math.max(100, target))) / 100n,
  };
}

function utilization(metrics: PodMetrics, requests: ReadonlyMap<string, bigint>, target: number): Usage | Problem {
  const known = new Map([...metrics].filter(([pod]) => requests.has(pod)));
  const wanted = [...known.keys()].reduce((sum, pod) => sum + (requests.get(pod) ?? 0n), 0n);
  if (wanted === 0n) return { problem: 'no metrics returned matched known pods' };
  const percentage = Number((total(known) * 100n) / wanted);
  return { ratio: percentage / target, utilization: percentage, average: total(known) / BigInt(known.size) };
}

function total(metrics: PodMetrics): bigint {
  return [...metrics.values()].reduce((sum, { value }) => sum + value, 0n);
}
