import { addQuantity, compareQuantity, formatQuantity } from '@klockwork/api-machinery';
import { type Container, isSidecar, type PodSpec } from './pod-spec.ts';

/** Amounts by resource name, as canonical texts. */
export type ResourceAmounts = Record<string, string>;

type ContainerAmounts = (container: Container) => Readonly<ResourceAmounts> | undefined;

/**
 * Returns a pod's effective requests: the maximum of containers plus sidecars, and each init container plus earlier sidecars; overridden by
 * pod-level requests; plus overhead. Models `PodRequests` of `k8s.io/component-helpers/resource`.
 */
export function specRequests(spec: PodSpec): ResourceAmounts {
  const total = { ...containerRequests(spec), ...podLevel(spec.resources?.requests) };
  return sum(total, spec.overhead);
}

/** Returns a pod's effective limits. Overhead is added to limited resources only. Models `PodLimits`. */
export function specLimits(spec: PodSpec): ResourceAmounts {
  const total = { ...containerLimits(spec), ...podLevel(spec.resources?.limits) };
  const overhead = Object.entries(spec.overhead ?? {}).filter(([name]) => total[name] !== undefined);
  return sum(total, Object.fromEntries(overhead));
}

/** The containers' part of {@link specRequests}. Models `AggregateContainerRequests`. */
export function containerRequests(spec: PodSpec): ResourceAmounts {
  return aggregate(spec, ({ resources }) => resources?.requests);
}

/** The containers' part of {@link specLimits}. Models `AggregateContainerLimits`. */
export function containerLimits(spec: PodSpec): ResourceAmounts {
  return aggregate(spec, ({ resources }) => resources?.limits);
}

function aggregate(spec: PodSpec, amounts: ContainerAmounts): ResourceAmounts {
  let running = (spec.containers ?? []).reduce((total, container) => sum(total, amounts(container)), {} as ResourceAmounts);
  let sidecars: ResourceAmounts = {};
  let initPeak: ResourceAmounts = {};
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) {
      sidecars = sum(sidecars, amounts(container));
      running = sum(running, amounts(container));
      initPeak = max(initPeak, sidecars);
    } else {
      initPeak = max(initPeak, sum(sidecars, amounts(container)));
    }
  }
  return max(running, initPeak);
}

function podLevel(amounts: Readonly<ResourceAmounts> | undefined): ResourceAmounts {
  const entries = Object.entries(amounts ?? {});
  return Object.fromEntries(entries.filter(([name]) => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')));
}

function sum(a: Readonly<ResourceAmounts>, b: Readonly<ResourceAmounts> | undefined): ResourceAmounts {
  const total = { ...a };
  for (const [name, amount] of Object.entries(b ?? {})) {
    const before = total[name];
    total[name] = before === undefined ? amount : formatQuantity(addQuantity(before, amount));
  }
  return total;
}

function max(a: Readonly<ResourceAmounts>, b: Readonly<ResourceAmounts>): ResourceAmounts {
  const greater = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const before = greater[name];
    if (before === undefined || compareQuantity(amount, before) > 0) greater[name] = amount;
  }
  return greater;
}
