import { semanticEqual } from '@klockwork/api-machinery';
import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { type EndpointSubset, type Endpoints, type Pod, resources, type Service } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { HEADLESS_LABEL, hasAddress } from '../service-endpoints/headless.ts';
import { TRIGGER_TIME } from '../service-endpoints/trigger-times.ts';
import { endpointSubsets } from './endpoint-subsets.ts';
import { OVER_CAPACITY, truncated } from './truncate.ts';

/** Label of Endpoints created by this controller. */
const MANAGED_BY = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } as const;

/** Inputs of a Service's Endpoints. */
export interface EndpointsView {
  readonly service: Service;
  /** Selected pods. */
  readonly pods: readonly Pod[];
  readonly existing: Endpoints | undefined;
  readonly triggerTime?: string | undefined;
}

/** Reconciles Endpoints of a Service with its pods. Models `syncService` of `pkg/controller/endpoint`. */
export function reconcileEndpoints({ service, pods, existing, triggerTime }: EndpointsView): Plan {
  const { subsets, isTruncated } = truncated(endpointSubsets(service, pods));
  if (existing !== undefined && isRight(existing, service, subsets, isTruncated)) return NOTHING;
  if (existing === undefined && service.metadata?.deletionTimestamp !== undefined) return NOTHING;
  const { namespace, name } = service.metadata ?? {};
  const { annotations: before, labels: _, ...metadata } = existing?.metadata ?? { namespace, name };
  const annotations = annotationsOf(before, isTruncated, triggerTime);
  const object = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { ...metadata, labels: labelsOf(service), ...(Object.keys(annotations).length > 0 && { annotations }) },
    subsets,
  } as Endpoints;
  return { stages: [[existing === undefined ? created(service, object) : updated(service, object)]] };
}

/** Deletes Endpoints of a deleted Service, unless created by users. */
export function removeEndpoints(existing: Endpoints): Plan {
  const [[label, manager]] = Object.entries(MANAGED_BY) as [[string, string]];
  if (existing.metadata?.labels?.[label] !== manager) return NOTHING;
  return { stages: [[{ type: 'delete', resource: resources.endpoints, name: nameOf(existing), deletion: {}, tolerate: ['NotFound'] }]] };
}

function isRight({ metadata, subsets = [] }: Endpoints, service: Service, desiredSubsets: EndpointSubset[], isTruncated: boolean): boolean {
  const isAnnotated = metadata?.annotations?.[OVER_CAPACITY] !== undefined;
  return semanticEqual(subsets, desiredSubsets) && semanticEqual(metadata?.labels, labelsOf(service)) && isAnnotated === isTruncated;
}

function labelsOf(service: Service): Record<string, string> {
  const { [HEADLESS_LABEL]: _, ...labels } = service.metadata?.labels ?? {};
  return { ...labels, ...MANAGED_BY, ...(hasAddress(service) ? {} : { [HEADLESS_LABEL]: '' }) };
}

function annotationsOf(
  before: Readonly<Record<string, string>> = {},
  isTruncated: boolean,
  time: string | undefined,
): Record<string, string> {
  const { [TRIGGER_TIME]: _, [OVER_CAPACITY]: __, ...others } = before;
  return { ...others, ...(time !== undefined && { [TRIGGER_TIME]: time }), ...(isTruncated && { [OVER_CAPACITY]: 'truncated' }) };
}

function created(service: Service, object: Endpoints): PlannedAction {
  const failure = `Failed to create endpoint for service ${textOf(service)}`;
  const onRefused = (message: string) => [refusal(object, 'FailedToCreateEndpoint', `${failure}: ${message}`)];
  // Creation is forbidden in a terminating namespace.
  return { type: 'create', resource: resources.endpoints, object, tolerate: ['Forbidden'], onRefused };
}

function updated(service: Service, object: Endpoints): PlannedAction {
  const failure = `Failed to update endpoint ${textOf(service)}`;
  return {
    type: 'update',
    resource: resources.endpoints,
    object,
    onRefused: (message) => [refusal(object, 'FailedToUpdateEndpoint', `${failure}: ${message}`)],
  };
}

function refusal(object: Endpoints, reason: string, message: string) {
  return { type: 'record', about: { resource: resources.endpoints, object }, eventType: 'Warning', reason, message } as const;
}

function textOf({ metadata }: Service): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}
