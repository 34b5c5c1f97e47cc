import { parseQuantity } from '@klockwork/api-machinery';
import type { LabObject } from '../store/row.ts';

/** NodeMetrics or PodMetrics of `metrics.k8s.io/v1beta1`. */
export interface Metrics {
  readonly timestamp: string;
  readonly usage?: Quantities;
  readonly containers?: readonly { readonly name: string; readonly usage: Quantities }[];
}

interface Quantities {
  readonly cpu?: string;
  readonly memory?: string;
}

/** Amounts of both resources: cores, and bytes. Absent ones are undefined. */
export interface Amounts {
  readonly cpu?: number;
  readonly memory?: number;
}

/** Measured usage at an instant of lab time in ms. */
export interface UsageSample {
  readonly at: number;
  readonly cpu: number;
  readonly memory: number;
}

/** Amounts that a chart compares with the usage. */
export interface UsageBounds {
  readonly requests: Amounts;
  /** Limits of a pod, if all of its containers have one; allocatable amounts of a node. */
  readonly limits: Amounts;
}

interface Container {
  readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
}

const RESOURCES = ['cpu', 'memory'] as const;
const NANO = 1e9;
/** Max samples in a chart: the oldest are dropped. */
const SAMPLES_MAX = 2_000;

/** Returns the usage of a whole node or pod. */
export function usageSample({ timestamp, usage, containers = [] }: Metrics): UsageSample {
  const parts = usage === undefined ? containers.map((container) => container.usage) : [usage];
  return { at: Date.parse(timestamp), cpu: total(parts, 'cpu') ?? 0, memory: total(parts, 'memory') ?? 0 };
}

/** Returns samples with one more; each instant counts once. */
export function withSample(samples: readonly UsageSample[], sample: UsageSample): readonly UsageSample[] {
  const last = samples.at(-1);
  return last !== undefined && sample.at <= last.at ? samples : [...samples, sample].slice(-SAMPLES_MAX);
}

/** Returns requests and limits of a pod's containers. */
export function podBounds({ spec = {} }: LabObject): UsageBounds {
  const containers = (spec.containers as readonly Container[] | undefined) ?? [];
  const requests = containers.flatMap(({ resources }) => resources?.requests ?? []);
  const limits = containers.map(({ resources }) => resources?.limits);
  return {
    requests: amounts((name) => total(requests, name)),
    limits: amounts((name) => (limits.every((own) => own?.[name] !== undefined) ? total(limits, name) : undefined)),
  };
}

/** Returns the requests of a node's pods, and its allocatable amounts. `pods`: all pods of the cluster. */
export function nodeBounds({ metadata, status = {} }: LabObject, pods: readonly LabObject[]): UsageBounds {
  const own = pods.filter(
    ({ spec, status: { phase } = {} }) => spec?.nodeName === metadata.name && phase !== 'Succeeded' && phase !== 'Failed',
  );
  const requests = own.map((pod) => podBounds(pod).requests);
  return {
    requests: amounts((name) => sum(requests.flatMap((each) => each[name] ?? []))),
    limits: amounts((name) => total([status.allocatable as Quantities | undefined], name)),
  };
}

function amounts(of: (name: (typeof RESOURCES)[number]) => number | undefined): Amounts {
  return Object.fromEntries(RESOURCES.flatMap((name) => (of(name) === undefined ? [] : [[name, of(name)]])));
}

function total(parts: readonly (Quantities | undefined)[], name: (typeof RESOURCES)[number]): number | undefined {
  return sum(parts.flatMap((part) => (part?.[name] === undefined ? [] : [Number(parseQuantity(part[name]).nanos) / NANO])));
}

function sum(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((one, other) => one + other);
}

/** Returns `250m` for a quarter of a core. */
export function coresText(cores: number): string {
  return cores >= 10 ? cores.toFixed(0) : cores >= 1 ? String(Number(cores.toFixed(2))) : `${Number((cores * 1_000).toPrecision(3))}m`;
}

/** Returns `1.5 MiB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1_024 ** power).toPrecision(3))} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`;
}
