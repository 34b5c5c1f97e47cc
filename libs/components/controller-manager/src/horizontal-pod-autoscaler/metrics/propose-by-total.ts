import type { MetricSpec, MetricTarget } from '@klockwork/resources';
import { isProblem, type Problem } from '../replicas/pod-metric.ts';
import { replicasByShare, replicasByValue } from '../replicas/replicas-by-total.ts';
import { type MetricFailure, type MetricProposal, milliOf, milliText, type ScaledPods } from './metric-proposal.ts';
import type { MetricReading } from './metric-reading.ts';
import { goSelectorText } from './selector-text.ts';

/** Proposal by a single value, and the value for the status. */
interface TotalProposal {
  readonly replicas: number;
  readonly current: { readonly value: string } | { readonly averageValue: string };
}

const NO_TARGET = 'neither a value target nor an average value target was set';

/** Proposes replicas by a metric of another object. Models `computeStatusForObjectMetric`. */
export function proposeByObject({ object }: MetricSpec, reading: MetricReading, of: ScaledPods): MetricProposal | MetricFailure {
  const { name = '', selector } = object?.metric ?? {};
  const describedObject = object?.describedObject ?? { kind: '', name: '' };
  const reason = 'FailedGetObjectMetric';
  const failed = (message: string, detail = message) => ({ reason, message, summary: `failed to get object metric value: ${detail}` });
  const how = targetOf(object?.target);
  if (how === undefined) return failed(`invalid object metric source: ${NO_TARGET}`);
  // Upstream prints its arguments in this order.
  const place = `${describedObject.kind} on ${of.namespace} ${describedObject.name}`;
  const proposal = isProblem(reading)
    ? { problem: `unable to get metric ${name}: ${place}/${reading.problem}` }
    : byTotal(how, reading, of);
  if (isProblem(proposal)) {
    const { problem } = proposal;
    return how.isShare ? failed(problem, `failed to get ${name} object metric: ${problem}`) : failed(problem);
  }
  const metric = { name, ...(selector !== undefined && { selector }) };
  return {
    replicas: proposal.replicas,
    name: how.isShare ? `external metric ${name}(${goSelectorText(selector)})` : `${describedObject.kind} metric ${name}`,
    status: { type: 'Object', object: { metric, describedObject: { ...describedObject }, current: proposal.current } },
  };
}

/** Proposes replicas by a metric from outside the cluster. Models `computeStatusForExternalMetric`. */
export function proposeByExternal({ external }: MetricSpec, reading: MetricReading, of: ScaledPods): MetricProposal | MetricFailure {
  const { name = '', selector } = external?.metric ?? {};
  const reason = 'FailedGetExternalMetric';
  const failed = (message: string, detail = message) => ({
    reason,
    message,
    summary: `failed to get ${name} external metric value: ${detail}`,
  });
  const how = targetOf(external?.target);
  if (how === undefined) return failed(`invalid external metric source: ${NO_TARGET}`);
  const text = goSelectorText(selector);
  const proposal = isProblem(reading)
    ? { problem: `unable to get external metric ${of.namespace}/${name}/${text}: ${reading.problem}` }
    : byTotal(how, reading, of);
  if (isProblem(proposal)) {
    return failed(
      proposal.problem,
      `failed to get ${how.isShare ? `${name} external metric` : `external metric ${name}`}: ${proposal.problem}`,
    );
  }
  const metric = { name, ...(selector !== undefined && { selector }) };
  return {
    replicas: proposal.replicas,
    name: `external metric ${name}(${text})`,
    status: { type: 'External', external: { metric, current: proposal.current } },
  };
}

/** Target of the whole value, or of the share of each pod. */
interface TotalTarget {
  readonly isShare: boolean;
  readonly target: bigint;
}

function targetOf(target: MetricTarget | undefined): TotalTarget | undefined {
  if (target?.averageValue !== undefined) return { isShare: true, target: milliOf(target.averageValue) };
  return target?.value === undefined ? undefined : { isShare: false, target: milliOf(target.value) };
}

function byTotal({ isShare, target }: TotalTarget, reading: Exclude<MetricReading, Problem>, of: ScaledPods): TotalProposal | Problem {
  const values = 'values' in reading ? reading.values : [];
  const usage = { value: values.reduce((sum, value) => sum + value, 0n), target, tolerances: of.tolerances };
  if (isShare) {
    const { replicas, average } = replicasByShare(usage, of.present);
    return { replicas, current: { averageValue: milliText(average) } };
  }
  const replicas = replicasByValue(usage, of);
  return typeof replicas === 'number' ? { replicas, current: { value: milliText(usage.value) } } : replicas;
}
