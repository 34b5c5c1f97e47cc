import { addressWarnings } from '../generic/address-warnings.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { endpointsColumns } from './endpoints.columns.ts';
import type { Endpoints } from './endpoints.ts';
import { validateEndpoints, validateEndpointsUpdate } from './endpoints.validation.ts';

/** Models `pkg/registry/core/endpoint/strategy.go` and `SetDefaults_Endpoints`. */
const strategy: Strategy<Endpoints> = {
  allowCreateOnUpdate: true,
  default(draft) {
    for (const port of (draft.subsets ?? []).flatMap(({ ports = [] }) => ports)) port.protocol ??= 'TCP';
  },
  prepareForCreate() {},
  prepareForUpdate() {},
  validate: validateEndpoints,
  validateUpdate: validateEndpointsUpdate,
  warnings: endpointsWarnings,
};

/** Warns about nonstandard addresses; those of the cluster's controller are well-formed. */
function endpointsWarnings({ metadata, subsets = [] }: Endpoints): string[] {
  if (metadata?.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller') return [];
  return subsets.flatMap((subset, place) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((field) =>
      (subset[field] ?? []).flatMap(({ ip }, index) => addressWarnings(ip ?? '', `subsets[${place}].${field}[${index}].ip`)),
    ),
  );
}

/** Endpoints. Models `pkg/registry/core/endpoint`. */
export const endpointsKind: KindDefinition<Endpoints> = {
  ...resources.endpoints,
  listKind: 'EndpointsList',
  singular: 'endpoints',
  shortNames: ['ep'],
  categories: [],
  definition: 'io.k8s.api.core.v1.Endpoints',
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  strategy,
  columns: endpointsColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('Endpoints', change),
};
