import { createdAtColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { CLEANUP_FINALIZER, type CustomResourceDefinition, markForDeletion } from './custom-resource-definition.ts';
import { validateDefinition, validateDefinitionStatus, validateDefinitionUpdate } from './custom-resource-definition.validation.ts';

/** CustomResourceDefinition. Models `registry/customresourcedefinition` of `k8s.io/apiextensions-apiserver`. */
export const customResourceDefinitionKind: KindDefinition<CustomResourceDefinition> = {
  ...resources.customResourceDefinitions,
  listKind: 'CustomResourceDefinitionList',
  singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  definition: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
  strategy: {
    allowUnconditionalUpdate: false,
    default: setDefaults,
    prepareForCreate(draft) {
      draft.status = {};
      startGeneration(draft);
      addStoredVersion(draft);
    },
    prepareForUpdate(draft, previous) {
      keepPart(draft, previous, 'status');
      continueGeneration(draft, previous, specChanged(draft, previous));
      addStoredVersion(draft);
    },
    validate: validateDefinition,
    validateUpdate: validateDefinitionUpdate,
    markDeleted: markForDeletion,
    // A definition stays at its first DELETE, which adds the finalizer.
    heldByFinalizers: ({ metadata }) =>
      metadata?.deletionTimestamp === undefined || metadata.finalizers?.includes(CLEANUP_FINALIZER) === true,
  },
  status: {
    prepareForUpdate: (draft, previous) => keepPart(draft, previous, 'spec'),
    validateUpdate: validateDefinitionStatus,
    resetFields: ['metadata', 'spec'],
  },
  columns: [nameColumn, createdAtColumn],
  selectableFields: {},
  event: (change) => lifeCycleEvent('CustomResourceDefinition', change),
};

/** Models `SetDefaults_CustomResourceDefinitionSpec`. */
function setDefaults({ spec }: CustomResourceDefinition): void {
  if (!spec) return;
  const { names } = spec;
  if (names) {
    names.singular ||= (names.kind ?? '').toLowerCase();
    if (names.kind) names.listKind ||= `${names.kind}List`;
  }
  spec.conversion ??= { strategy: 'None' };
  const { strategy, webhook } = spec.conversion;
  if (strategy === 'Webhook' && webhook && !webhook.conversionReviewVersions?.length) webhook.conversionReviewVersions = ['v1'];
  if (webhook?.clientConfig?.service) webhook.clientConfig.service.port ??= 443;
}

/** Adds the storage version to `status.storedVersions`. */
function addStoredVersion(draft: CustomResourceDefinition): void {
  const storedVersion = draft.spec?.versions?.find(({ storage }) => storage);
  if (storedVersion === undefined) return;
  const { storedVersions = [], ...status } = draft.status ?? {};
  draft.status = { ...status, storedVersions: [...new Set([...storedVersions, storedVersion.name])] };
}
