import { dns1123Subdomain, type FieldError, semanticEqual, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { containerColumns, formatLabels, nameColumn } from '../generic/columns.ts';
import { continueGeneration, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { podTemplateDefaults } from './pod-spec.defaults.ts';
import { warningsOfPod } from './pod-spec-warnings.ts';
import type { PodTemplate } from './pod-template.ts';
import { validatePodTemplate } from './pod-template.validation.ts';

/** Models `pkg/registry/core/podtemplate/strategy.go`. */
const strategy: Strategy<PodTemplate> = {
  returnsDeletedObject: true,
  default: defaultPodTemplate,
  prepareForCreate: startGeneration,
  prepareForUpdate(draft, previous) {
    continueGeneration(draft, previous, !semanticEqual(draft.template, previous.template));
  },
  validate,
  validateUpdate: (next, previous) => [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validate(next)],
  warnings({ metadata, template }, previous) {
    if (previous !== undefined && previous.metadata?.generation === metadata?.generation) return [];
    return template ? warningsOfPod(template, 'template') : [];
  },
};

/** PodTemplate. Models `pkg/registry/core/podtemplate`. */
export const podTemplateKind: KindDefinition<PodTemplate> = {
  ...resources.podTemplates,
  listKind: 'PodTemplateList',
  singular: 'podtemplate',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.core.v1.PodTemplate',
  strategy,
  columns: [
    nameColumn,
    ...containerColumns<PodTemplate>(({ template }) => template?.spec?.containers ?? []).map((column) => ({ ...column, priority: 0 })),
    {
      name: 'Pod Labels',
      type: 'string',
      description: 'Labels that pods of the template get',
      cell: ({ template }) => formatLabels(template?.metadata?.labels),
    },
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('PodTemplate', change),
};

/** Models `SetObjectDefaults_PodTemplate`. Upstream's template always exists. */
function defaultPodTemplate(draft: PodTemplate): void {
  draft.template ??= {};
  draft.template.spec ??= { containers: [] };
  podTemplateDefaults(draft.template);
}

/** Models `ValidatePodTemplate`. */
function validate({ metadata, template }: PodTemplate): FieldError[] {
  return [
    ...validateObjectMeta(metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validatePodTemplate(template ?? {}, 'template'),
  ];
}
