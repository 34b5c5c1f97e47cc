import type { Device } from '../dynamic-resources/dynamic-resources.ts';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ResourceSlice, ResourceSliceSpec } from './resource-slice.ts';
import { validateSlice, validateSliceUpdate } from './resource-slice.validation.ts';

/** Device fields of features enabled by default. */
const KEPT = new Set<string>(['name', 'attributes', 'capacity'] satisfies (keyof Device)[]);

/** ResourceSlice. Models `pkg/registry/resource/resourceslice`. */
export const resourceSliceKind: KindDefinition<ResourceSlice> = {
  ...resources.resourceSlices,
  listKind: 'ResourceSliceList',
  singular: 'resourceslice',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.resource.v1.ResourceSlice',
  strategy: {
    returnsDeletedObject: true,
    default: ({ spec }) => writeZeros(spec),
    prepareForCreate(draft) {
      dropDisabled(draft);
      startGeneration(draft);
    },
    prepareForUpdate(draft, previous) {
      dropDisabled(draft);
      continueGeneration(draft, previous, specChanged(draft, previous));
    },
    validate: validateSlice,
    validateUpdate: validateSliceUpdate,
  },
  columns: [
    nameColumn,
    { name: 'Node', type: 'string', description: 'The node the devices are on', cell: ({ spec }) => spec?.nodeName ?? '' },
    { name: 'Driver', type: 'string', description: 'The driver that offers them', cell: ({ spec }) => spec?.driver ?? '' },
    { name: 'Pool', type: 'string', description: 'The pool they are of', cell: ({ spec }) => spec?.pool?.name ?? '' },
    ageColumn,
  ],
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec?.nodeName ?? '',
    'spec.driver': ({ spec }) => spec?.driver ?? '',
  },
  event: (change) => lifeCycleEvent('ResourceSlice', change),
};

/** Models `dropDisabledFields`: shared counters, taints and shared devices are off by default. */
function dropDisabled({ spec }: ResourceSlice): void {
  if (!spec) return;
  delete spec.sharedCounters;
  delete spec.perDeviceNodeSelection;
  for (const device of spec.devices ?? []) {
    for (const field of Object.keys(device)) if (!KEPT.has(field)) Reflect.deleteProperty(device, field);
    for (const capacity of Object.values(device.capacity ?? {})) delete capacity.requestPolicy;
  }
}

/** Zeros that upstream's type does not leave out. */
function writeZeros(spec: ResourceSliceSpec | undefined): void {
  if (spec?.pool) spec.pool = { ...spec.pool, generation: spec.pool.generation ?? 0 };
  for (const { capacity = {} } of spec?.devices ?? []) for (const amount of Object.values(capacity)) amount.value ??= '0';
}
