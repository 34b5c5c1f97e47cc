import {
  dns1123Subdomain,
  validateAnnotations,
  validateImmutable,
  validateLabels,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { claimSpec, dropDisabledParts } from '../dynamic-resources/device-claim.ts';
import { validateDeviceClaim } from '../dynamic-resources/device-claim.validation.ts';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ResourceClaimTemplate } from './resource-claim-template.ts';

/** ResourceClaimTemplate. Models `pkg/registry/resource/resourceclaimtemplate`. */
export const resourceClaimTemplateKind: KindDefinition<ResourceClaimTemplate> = {
  ...resources.resourceClaimTemplates,
  listKind: 'ResourceClaimTemplateList',
  singular: 'resourceclaimtemplate',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.resource.v1.ResourceClaimTemplate',
  strategy: {
    returnsDeletedObject: true,
    default(draft) {
      draft.spec = { metadata: {}, ...draft.spec, spec: claimSpec(draft.spec?.spec) };
    },
    prepareForCreate: ({ spec }) => dropDisabledParts(spec?.spec?.devices),
    prepareForUpdate: ({ spec }) => dropDisabledParts(spec?.spec?.devices),
    validate: ({ metadata = {}, spec }) => [
      ...validateObjectMeta(metadata, { namespaced: true, nameFn: dns1123Subdomain }),
      ...validateLabels(spec?.metadata?.labels, 'spec.metadata.labels'),
      ...validateAnnotations(spec?.metadata?.annotations, 'spec.metadata.annotations'),
      ...validateDeviceClaim(spec?.spec?.devices, 'spec.spec.devices'),
    ],
    validateUpdate: (next, previous) => [
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
      ...validateImmutable(next.spec, previous.spec, 'spec'),
    ],
  },
  columns: [nameColumn, ageColumn],
  selectableFields: {},
  event: (change) => lifeCycleEvent('ResourceClaimTemplate', change),
};
