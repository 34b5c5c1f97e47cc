import { semanticEqual } from '@klockwork/api-machinery';
import { addressWarnings } from '../generic/address-warnings.ts';
import { continueGeneration, startGeneration } from '../generic/generation.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import type { Change, KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { endpointSliceColumns } from './endpoint-slice.columns.ts';
import { type Endpoint, type EndpointSlice, SERVICE_NAME_LABEL } from './endpoint-slice.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './endpoint-slice.validation.ts';

/** Event of a slice change: added and removed addresses, and changes of readiness. */
export type EndpointSliceEvent =
  | LifeCycleEvent<'EndpointSlice'>
  | {
      readonly type: 'EndpointsChanged';
      readonly data: { readonly service: string; readonly ready: readonly string[]; readonly gone: readonly string[] };
    };

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

/** Models `pkg/registry/discovery/endpointslice/strategy.go` and `pkg/apis/discovery/v1/defaults.go`. */
const strategy: Strategy<EndpointSlice> = {
  default(draft) {
    nullWhereUnset(draft, 'ports');
    for (const endpoint of draft.endpoints ?? []) endpoint.conditions ??= {};
    for (const port of draft.ports ?? []) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
  prepareForCreate(draft) {
    startGeneration(draft);
    dropTopology(draft);
  },
  prepareForUpdate(draft, previous) {
    continueGeneration(draft, previous, !semanticEqual(contentOf(draft), contentOf(previous)));
    if (!semanticEqual(draft.endpoints, previous.endpoints)) dropTopology(draft);
  },
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  warnings: (slice) => [
    ...(slice.addressType === 'FQDN' ? ['addressType: FQDN endpoints are deprecated'] : []),
    ...addressesWarnings(slice),
  ],
};

/** EndpointSlice: backends of a Service. Models `pkg/registry/discovery/endpointslice`. */
export const endpointSliceKind: KindDefinition<EndpointSlice> = {
  ...resources.endpointSlices,
  listKind: 'EndpointSliceList',
  singular: 'endpointslice',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.discovery.v1.EndpointSlice',
  strategy,
  columns: endpointSliceColumns,
  selectableFields: {},
  event: endpointSliceEvent,
};

/** Returns the event of a slice change: `EndpointsChanged` if an address became ready or unready. */
function endpointSliceEvent(change: Change<EndpointSlice>): EndpointSliceEvent {
  const { verb, previous, next } = change;
  if (verb !== 'update' || previous === undefined) return lifeCycleEvent('EndpointSlice', change);
  const [before, after] = [readyAddresses(previous), readyAddresses(next)];
  const [ready, goneAddresses] = [after.filter((ip) => !before.includes(ip)), before.filter((ip) => !after.includes(ip))];
  if (ready.length === 0 && goneAddresses.length === 0) return lifeCycleEvent('EndpointSlice', change);
  return { type: 'EndpointsChanged', data: { service: next.metadata?.labels?.[SERVICE_NAME_LABEL] ?? '', ready, gone: goneAddresses } };
}

function readyAddresses({ endpoints = [] }: EndpointSlice): readonly string[] {
  return endpoints.filter(({ conditions }) => conditions?.ready ?? true).flatMap(({ addresses = [] }) => addresses);
}

/** Addresses written by cluster controllers are well-formed. Models `warnOnBadIPs`. */
function addressesWarnings({ metadata, endpoints = [] }: EndpointSlice): string[] {
  if (CONTROLLERS.includes(metadata?.labels?.[MANAGED_BY] ?? '')) return [];
  return endpoints.flatMap(({ addresses = [] }, place) =>
    addresses.flatMap((address, index) => addressWarnings(address, `endpoints[${place}].addresses[${index}]`)),
  );
}

/** Returns the fields that increment the generation. */
function contentOf({ metadata, ...rest }: EndpointSlice): object {
  return { ...rest, labels: metadata?.labels };
}

/** Removes a field of v1beta1. */
function dropTopology({ endpoints }: EndpointSlice): void {
  for (const endpoint of endpoints ?? []) delete (endpoint as Endpoint).deprecatedTopology;
}
