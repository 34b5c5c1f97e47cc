import { dns1123Subdomain, type FieldError, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { validateConfiguration, validateSelectors } from '../dynamic-resources/device-claim.validation.ts';
import { validateEach } from '../dynamic-resources/lists.validation.ts';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { DeviceClass } from './device-class.ts';

const CONFIGS_MAX = 32;

/** DeviceClass. Models `pkg/registry/resource/deviceclass`. */
export const deviceClassKind: KindDefinition<DeviceClass> = {
  ...resources.deviceClasses,
  listKind: 'DeviceClassList',
  singular: 'deviceclass',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.resource.v1.DeviceClass',
  strategy: {
    returnsDeletedObject: true,
    default(draft) {
      draft.spec ??= {};
    },
    prepareForCreate(draft) {
      dropDisabled(draft);
      startGeneration(draft);
    },
    prepareForUpdate(draft, previous) {
      dropDisabled(draft);
      continueGeneration(draft, previous, specChanged(draft, previous));
    },
    validate: validateClass,
    validateUpdate: (next, previous) => [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validateClass(next)],
  },
  columns: [nameColumn, ageColumn],
  selectableFields: {},
  event: (change) => lifeCycleEvent('DeviceClass', change),
};

/** Extended resource names of devices are disabled by default. */
function dropDisabled({ spec }: DeviceClass): void {
  delete spec?.extendedResourceName;
}

/** Models `ValidateDeviceClass`. */
function validateClass({ metadata = {}, spec = {} }: DeviceClass): FieldError[] {
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain }),
    ...validateSelectors(spec.selectors, 'spec.selectors'),
    ...validateEach(spec.config, CONFIGS_MAX, 'spec.config', validateConfiguration),
  ];
}
