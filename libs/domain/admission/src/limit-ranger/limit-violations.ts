import { asMilli, compareQuantity } from '@klockwork/api-machinery';
import {
  containerLimits,
  containerRequests,
  type LimitRange,
  type LimitRangeItem,
  type Pod,
  type ResourceAmounts,
} from '@klockwork/resources';

/** Requests and limits of a container or a pod. */
interface RequestedAmounts {
  readonly requests: Readonly<ResourceAmounts>;
  readonly limits: Readonly<ResourceAmounts>;
}

/** Compares a bound with requested amounts; returns the complaint, or undefined. */
type Check = (bound: string, request: string | undefined, limit: string | undefined) => string | undefined;

/** Every bound of the LimitRange that the pod breaks, in upstream's words. Models `PodValidateLimitFunc`. */
export function limitViolations(pod: Pod, limitRange: LimitRange): string[] {
  return (limitRange.spec?.limits ?? []).flatMap((item) =>
    requestedAmounts(pod, item.type).flatMap((amounts) => violations(item, amounts)),
  );
}

function requestedAmounts({ spec = { containers: [] } }: Pod, type: string): RequestedAmounts[] {
  if (type === 'Pod') return [podAmounts(spec)];
  if (type !== 'Container') return [];
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  return containers.map(({ resources }) => ({ requests: resources?.requests ?? {}, limits: resources?.limits ?? {} }));
}

/** Excludes the pod's overhead. Models `podRequests` and `podLimits` of the plugin. */
function podAmounts(spec: NonNullable<Pod['spec']>): RequestedAmounts {
  return {
    requests: { ...containerRequests(spec), ...amountsOf(spec.resources?.requests) },
    limits: { ...containerLimits(spec), ...amountsOf(spec.resources?.limits) },
  };
}

/** Returns the pod-level resources known to the plugin; huge pages count per container. */
function amountsOf({ cpu, memory }: Readonly<ResourceAmounts> = {}): ResourceAmounts {
  return { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
}

function violations(item: LimitRangeItem, amounts: RequestedAmounts): string[] {
  return [
    ...broken(item.min, amounts, (name) => minimum(item.type, name)),
    ...broken(item.max, amounts, (name) => maximum(item.type, name)),
    ...broken(item.maxLimitRequestRatio, amounts, (name) => ratio(item.type, name)),
  ];
}

function broken(bounds: Readonly<ResourceAmounts> | undefined, amounts: RequestedAmounts, check: (name: string) => Check): string[] {
  return Object.entries(bounds ?? {}).flatMap(([name, bound]) => check(name)(bound, amounts.requests[name], amounts.limits[name]) ?? []);
}

function minimum(type: string, name: string): Check {
  return (bound, request, limit) => {
    const rule = `minimum ${name} usage per ${type} is ${bound}`;
    if (request === undefined) return `${rule}.  No request is specified`;
    if (compareQuantity(request, bound) < 0) return `${rule}, but request is ${request}`;
    return limit !== undefined && compareQuantity(limit, bound) < 0 ? `${rule}, but limit is ${limit}` : undefined;
  };
}

function maximum(type: string, name: string): Check {
  return (bound, request, limit) => {
    const rule = `maximum ${name} usage per ${type} is ${bound}`;
    if (limit === undefined) return `${rule}.  No limit is specified`;
    if (compareQuantity(limit, bound) > 0) return `${rule}, but limit is ${limit}`;
    return request !== undefined && compareQuantity(request, bound) > 0 ? `${rule}, but request is ${request}` : undefined;
  };
}

function ratio(type: string, name: string): Check {
  return (bound, request, limit) => {
    const rule = `${name} max limit to request ratio per ${type} is ${bound}`;
    if (request === undefined || asMilli(request) === 0) return `${rule}, but no request is specified or request is 0`;
    if (limit === undefined || asMilli(limit) === 0) return `${rule}, but no limit is specified or limit is 0`;
    const provided = asMilli(limit) / asMilli(request);
    return provided > asMilli(bound) / 1000 ? `${rule}, but provided ratio is ${provided.toFixed(6)}` : undefined;
  };
}
