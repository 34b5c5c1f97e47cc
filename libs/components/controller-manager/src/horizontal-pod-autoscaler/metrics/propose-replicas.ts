import type { MetricSpec, MetricStatus } from '@klockwork/resources';
import type { MetricFailure, MetricProposal, ScaledPods } from './metric-proposal.ts';
import type { MetricReading } from './metric-reading.ts';
import { proposeByPods, proposeByResource } from './propose-by-pods.ts';
import { proposeByExternal, proposeByObject } from './propose-by-total.ts';

/** Proposal by all metrics. `failures` are those of single metrics; `problem` sums them up. */
export interface MetricsProposal {
  /** Most replicas of any metric; absent where failures forbid a change. */
  readonly best: MetricProposal | undefined;
  readonly statuses: MetricStatus[];
  readonly failures: readonly MetricFailure[];
  readonly problem: string | undefined;
}

/** Status of a metric without a value, as Go writes its empty type. */
const NO_STATUS: MetricStatus = { type: '' };

/** Returns the highest proposal of all metrics; pods are not removed while a metric fails. Models `computeReplicasForMetrics`. */
export function proposeReplicas(specs: readonly MetricSpec[], readings: readonly MetricReading[], of: ScaledPods): MetricsProposal {
  const results = specs.map((spec, index) => proposeByMetric(spec, readings[index] ?? { problem: '' }, of));
  const failures = results.filter((result) => 'summary' in result);
  const proposals = results.filter((result) => 'status' in result);
  // The first of equal proposals names the metric.
  const best = proposals.reduce<MetricProposal | undefined>(
    (most, next) => (!most?.replicas || next.replicas > most.replicas ? next : most),
    undefined,
  );
  const [first] = failures;
  const problem = first && `invalid metrics (${failures.length} invalid out of ${specs.length}), first error is: ${first.summary}`;
  const isBarred = failures.length >= specs.length || (failures.length > 0 && (best?.replicas ?? 0) < of.replicas);
  return {
    best: isBarred ? undefined : best,
    statuses: results.map((result) => ('status' in result ? result.status : NO_STATUS)),
    failures,
    problem,
  };
}

/** Models `computeReplicasForMetric`. */
function proposeByMetric(spec: MetricSpec, reading: MetricReading, of: ScaledPods): MetricProposal | MetricFailure {
  switch (spec.type) {
    case 'Resource':
    case 'ContainerResource':
      return proposeByResource(spec, reading, of);
    case 'Pods':
      return proposeByPods(spec, reading, of);
    case 'Object':
      return proposeByObject(spec, reading, of);
    case 'External':
      return proposeByExternal(spec, reading, of);
    default: {
      const message = `unknown metric source type "${spec.type}"`;
      return { reason: 'InvalidMetricSourceType', message, summary: message };
    }
  }
}
