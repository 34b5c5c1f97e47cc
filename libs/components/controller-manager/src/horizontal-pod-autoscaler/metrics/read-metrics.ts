import { labelSelector, parseDuration, parseTime, QuantityError } from '@klockwork/api-machinery';
import type { ClusterApi } from '@klockwork/cluster-api';
import { ApiError } from '@klockwork/kernel';
import type { LabelSelector } from '@klockwork/kubernetes-types';
import type { MetricSpec, ResourceRef } from '@klockwork/resources';
import type { PodMetric, PodMetrics, Problem } from '../replicas/pod-metric.ts';
import { milliOf } from './metric-proposal.ts';
import type { MetricReading } from './metric-reading.ts';

/** Place of a metric: namespace, and selector of the target's pods. */
export interface MetricPlace {
  readonly namespace: string;
  readonly selector: string;
  /** Returns a kind's plural with its group, `ingresses.networking.k8s.io`; undefined for an unknown one. */
  readonly resourceOf: (reference: { readonly apiVersion?: string; readonly kind: string }) => string | undefined;
}

interface PodMetricsObject {
  readonly metadata: { readonly name: string };
  readonly timestamp: string;
  readonly window: string;
  readonly containers?: readonly { readonly name: string; readonly usage: Readonly<Record<string, string>> }[];
}

/** Item of `custom.metrics.k8s.io` and `external.metrics.k8s.io`. */
interface MetricValue {
  readonly describedObject?: { readonly name?: string };
  readonly timestamp?: string;
  readonly windowSeconds?: number;
  readonly window?: number;
  readonly value: string;
}

const RESOURCE_METRICS = metricsOf('metrics.k8s.io', 'pods');
const CUSTOM_METRICS = metricsOf('custom.metrics.k8s.io', 'metrics');
const EXTERNAL_METRICS = metricsOf('external.metrics.k8s.io', 'metrics');

/** Window of values without one: upstream's metricServerDefaultMetricWindow. */
const WINDOW_MS = 60_000;
/** Versions of custom metrics that upstream's client supports, best first. */
const CUSTOM_VERSIONS = ['v1beta2', 'v1beta1'];

/** Reads the values of one metric by the metrics APIs. Models pkg/controller/podautoscaler/metrics/client.go. */
export async function readMetric(api: ClusterApi, spec: MetricSpec, place: MetricPlace): Promise<MetricReading> {
  try {
    return await readSource(api, spec, place);
  } catch (error) {
    // An adapter answered an amount that is none.
    if (error instanceof QuantityError) return { problem: error.message };
    throw error;
  }
}

async function readSource(api: ClusterApi, spec: MetricSpec, place: MetricPlace): Promise<MetricReading> {
  const { resource, containerResource, pods, object, external } = spec;
  if (resource !== undefined) return readResource(api, { ...resource, container: '' }, place);
  if (containerResource !== undefined) return readResource(api, containerResource, place);
  if (pods !== undefined) return readPods(api, pods.metric, place);
  if (object !== undefined) return readObject(api, object, place);
  return external === undefined ? { problem: '' } : readExternal(api, external.metric, place);
}

async function readResource(
  api: ClusterApi,
  { name, container }: { readonly name: string; readonly container: string },
  { namespace, selector }: MetricPlace,
): Promise<MetricReading> {
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods?${query({ labelSelector: selector })}`;
  const items = await itemsAt<PodMetricsObject>(api, RESOURCE_METRICS, path, 'pods.metrics.k8s.io');
  if ('problem' in items) return { problem: `unable to fetch metrics from resource metrics API: ${items.problem}` };
  if (items.length === 0) return { problem: 'no metrics returned from resource metrics API' };
  return { pods: usageByPod(items, name, container) };
}

/** Returns the sum of each pod's containers; pods without a value of each container are missing. */
function usageByPod(items: readonly PodMetricsObject[], resource: string, container: string): PodMetrics {
  const metrics = new Map<string, PodMetric>();
  for (const { metadata, timestamp, window, containers = [] } of items) {
    const chosenContainers = container === '' ? containers : containers.filter(({ name }) => name === container);
    const values = chosenContainers.map(({ usage }) => usage[resource]).filter((value) => value !== undefined);
    if (chosenContainers.length === 0 || values.length < chosenContainers.length) continue;
    const duration = parseDuration(window);
    const value = values.reduce((sum, text) => sum + milliOf(text), 0n);
    metrics.set(metadata.name, { value, at: parseTime(timestamp) ?? 0, windowMs: 'ms' in duration ? duration.ms : WINDOW_MS });
  }
  return metrics;
}

async function readPods(api: ClusterApi, metric: MetricName, { namespace, selector }: MetricPlace): Promise<MetricReading> {
  const items = await customValues(api, (version) => `${version}/namespaces/${namespace}/pods/*/${metric.name}`, metric, selector);
  if ('problem' in items) return items;
  if (items.length === 0) return { problem: 'no metrics returned from custom metrics API' };
  const entries = items.map(({ describedObject, timestamp = '', windowSeconds, window, value }): [string, PodMetric] => {
    const seconds = windowSeconds ?? window;
    const windowMs = seconds === undefined ? WINDOW_MS : seconds * 1_000;
    return [describedObject?.name ?? '', { value: milliOf(value), at: parseTime(timestamp) ?? 0, windowMs }];
  });
  return { pods: new Map(entries) };
}

async function readObject(
  api: ClusterApi,
  { describedObject, metric }: NonNullable<MetricSpec['object']>,
  { namespace, resourceOf }: MetricPlace,
): Promise<MetricReading> {
  const { kind, name } = describedObject;
  const resource = resourceOf(describedObject);
  if (resource === undefined) {
    const problem = `unable to map kind ${kind} to resource: no matches for kind "${kind}"`;
    return { problem: `unable to fetch metrics from custom metrics API: ${problem}` };
  }
  // The autoscaler's namespace replaces the name of any other.
  const place = resource === 'namespaces' ? `namespaces/${namespace}/metrics` : `namespaces/${namespace}/${resource}/${name}`;
  const items = await customValues(api, (version) => `${version}/${place}/${metric.name}`, metric);
  if ('problem' in items) return items;
  if (items.length !== 1) {
    const problem = `the custom metrics API server returned ${items.length} results when we asked for exactly one`;
    return { problem: `unable to fetch metrics from custom metrics API: ${problem}` };
  }
  return { values: items.map(({ value }) => milliOf(value)) };
}

async function readExternal(api: ClusterApi, { name, selector }: MetricName, { namespace }: MetricPlace): Promise<MetricReading> {
  const labels = selectorText(selector);
  const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${name}?${query({ labelSelector: labels })}`;
  const items = await itemsAt<MetricValue>(api, EXTERNAL_METRICS, path, `${name}.external.metrics.k8s.io`);
  if ('problem' in items) return { problem: `unable to fetch metrics from external metrics API: ${items.problem}` };
  if (items.length === 0) return { problem: 'no metrics returned from external metrics API' };
  return { values: items.map(({ value }) => milliOf(value)) };
}

interface MetricName {
  readonly name: string;
  readonly selector?: LabelSelector;
}

async function customValues(
  api: ClusterApi,
  pathOf: (version: string) => string,
  metric: MetricName,
  podSelector?: string,
): Promise<readonly MetricValue[] | Problem> {
  const version = await customVersion(api);
  if (typeof version !== 'string') return { problem: `unable to fetch metrics from custom metrics API: ${version.problem}` };
  const path = `/apis/custom.metrics.k8s.io/${pathOf(version)}`;
  const options = query({ labelSelector: podSelector ?? '', metricLabelSelector: selectorText(metric.selector) });
  const items = await itemsAt<MetricValue>(api, CUSTOM_METRICS, `${path}?${options}`, `${path.split('/').slice(-3).join('/')}`);
  return 'problem' in items ? { problem: `unable to fetch metrics from custom metrics API: ${items.problem}` } : items;
}

/** Returns the best version of the custom metrics API. Models `apiVersionsGetter.PreferredVersion` of k8s.io/metrics. */
async function customVersion(api: ClusterApi): Promise<string | Problem> {
  try {
    const group = (await api.read(CUSTOM_METRICS, '/apis/custom.metrics.k8s.io')) as { versions?: { version: string }[] };
    const servedVersions = (group.versions ?? []).map(({ version }) => version);
    return CUSTOM_VERSIONS.find((version) => servedVersions.includes(version)) ?? { problem: 'no known available metric versions found' };
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return { problem: 'no custom metrics API (custom.metrics.k8s.io) registered' };
    if (error instanceof ApiError) return { problem: error.message };
    throw error;
  }
}

/** `about` names the resource where the server's answer does not. Models `NewGenericServerResponse`. */
async function itemsAt<T>(api: ClusterApi, resource: ResourceRef, path: string, about: string): Promise<readonly T[] | Problem> {
  try {
    const { items } = (await api.read(resource, path)) as { readonly items?: readonly T[] };
    return Array.isArray(items) ? items : [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isGeneric = error.status.details?.name === undefined;
    return { problem: isGeneric ? `${error.message} (get ${about})` : error.message };
  }
}

function selectorText(selector: LabelSelector | undefined): string {
  return selector === undefined ? '' : labelSelector.fromObject(selector).toString();
}

function query(options: Readonly<Record<string, string>>): string {
  const settings = Object.entries(options).filter(([, value]) => value !== '');
  return settings.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

function metricsOf(group: string, resource: string): ResourceRef {
  return { group, version: 'v1beta1', resource, kind: 'MetricValueList', namespaced: true };
}
