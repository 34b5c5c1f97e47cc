import type { MetricSpec, MetricStatus, MetricTarget } from '@klockwork/resources';
import { averageMeasure, utilizationMeasure } from '../replicas/measures.ts';
import { isProblem, type PodMetrics, type Problem } from '../replicas/pod-metric.ts';
import { requestsByPod } from '../replicas/pod-requests.ts';
import { type Proposal, replicasByPods } from '../replicas/replicas-by-pods.ts';
import { type MetricFailure, type MetricProposal, milliOf, milliText, type ScaledPods } from './metric-proposal.ts';
import type { MetricReading } from './metric-reading.ts';

/** Resource with its target, of all containers of a pod or of one. */
interface ResourceSource {
  readonly name: string;
  readonly container: string;
  readonly target: MetricTarget;
}

const NO_TARGET = 'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set';

/** Proposes replicas by a resource of pods, or of one of their containers. Models `computeStatusForResourceMetricGeneric`. */
export function proposeByResource(spec: MetricSpec, reading: MetricReading, of: ScaledPods): MetricProposal | MetricFailure {
  const { containerResource, resource } = spec;
  const source: ResourceSource = { container: '', name: '', target: { type: '' }, ...(containerResource ?? resource) };
  const usage = resourceUsage(source, reading, of);
  if (isProblem(usage)) return resourceFailure(source, usage.problem);
  const format = source.name === 'memory' ? 'BinarySI' : 'DecimalSI';
  const utilization = usage.utilization === undefined ? {} : { averageUtilization: usage.utilization };
  const current = { ...utilization, averageValue: milliText(usage.average, format) };
  const status: MetricStatus =
    source.container === ''
      ? { type: 'Resource', resource: { name: source.name, current } }
      : { type: 'ContainerResource', containerResource: { name: source.name, container: source.container, current } };
  return { replicas: usage.replicas, name: resourceText(source), status };
}

/** Proposes replicas by a custom metric of pods. Models `computeStatusForPodsMetric`. */
export function proposeByPods({ pods }: MetricSpec, reading: MetricReading, of: ScaledPods): MetricProposal | MetricFailure {
  const { name = '', selector } = pods?.metric ?? {};
  const metrics = podMetrics(reading);
  const target = milliOf(pods?.target.averageValue ?? '0');
  const usage = isProblem(metrics)
    ? { problem: `unable to get metric ${name}: ${metrics.problem}` }
    : replicasByPods({ ...of, metrics, resource: '' }, averageMeasure(target));
  if (isProblem(usage)) {
    return { reason: 'FailedGetPodsMetric', message: usage.problem, summary: `failed to get pods metric value: ${usage.problem}` };
  }
  const metric = { name, ...(selector !== undefined && { selector }) };
  const status = { type: 'Pods', pods: { metric, current: { averageValue: milliText(usage.average) } } };
  return { replicas: usage.replicas, name: `pods metric ${name}`, status };
}

function resourceUsage({ name, container, target }: ResourceSource, reading: MetricReading, of: ScaledPods): Proposal | Problem {
  const isValue = target.averageValue !== undefined;
  if (!isValue && target.averageUtilization === undefined) return { problem: NO_TARGET };
  const metrics = podMetrics(reading);
  const measure = isValue
    ? averageMeasure(milliOf(target.averageValue ?? '0'))
    : utilizationMeasure(target.averageUtilization ?? 0, requestsByPod(of.pods, container, name));
  const usage = isProblem(metrics)
    ? { problem: `unable to get metrics for resource ${name}: ${metrics.problem}` }
    : replicasByPods({ ...of, metrics, resource: name }, measure);
  return isProblem(usage) ? { problem: `failed to get ${name} ${isValue ? 'usage' : 'utilization'}: ${usage.problem}` } : usage;
}

function resourceFailure({ name, container }: ResourceSource, message: string): MetricFailure {
  return container === ''
    ? { reason: 'FailedGetResourceMetric', message, summary: `failed to get ${name} resource metric value: ${message}` }
    : { reason: 'FailedGetContainerResourceMetric', message, summary: `failed to get ${container} container metric value: ${message}` };
}

function resourceText({ name, container, target }: ResourceSource): string {
  if (target.averageValue !== undefined) return `${name} resource`;
  return `${name} ${container === '' ? '' : 'container '}resource utilization (percentage of request)`;
}

function podMetrics(reading: MetricReading): PodMetrics | Problem {
  if ('pods' in reading) return reading.pods;
  return isProblem(reading) ? reading : { problem: 'no metrics returned from resource metrics API' };
}
