import { labelSelector } from '@klockwork/api-machinery';
import { ageColumn, containerColumns, formatLabels, nameColumn } from '../generic/columns.ts';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { metadataOf } from '../generic/metadata.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import { namelessTemplateWarnings } from '../generic/template-warnings.ts';
import type { KindDefinition, PrinterColumn, Strategy } from '../kind.ts';
import { podTemplateDefaults } from '../pod-template/pod-spec.defaults.ts';
import { resources } from '../resource-refs.ts';
import { daemonSetEvent } from './daemon-set.events.ts';
import { type DaemonSet, type DaemonSetSpec, type DaemonSetStatus, TEMPLATE_GENERATION } from './daemon-set.ts';
import { templateChanged, validateDaemonSet, validateDaemonSetStatus, validateDaemonSetUpdate } from './daemon-set.validation.ts';

/** Models `pkg/registry/apps/daemonset/strategy.go`. */
const strategy: Strategy<DaemonSet> = {
  default: defaultDaemonSet,
  prepareForCreate(draft) {
    draft.status = noneScheduled();
    startGeneration(draft);
    setTemplateGeneration(draft, templateGenerationOf(draft) || 1);
  },
  prepareForUpdate(draft, previous) {
    keepPart(draft, previous, 'status');
    continueGeneration(draft, previous, specChanged(draft, previous));
    const generation = templateGenerationOf(previous);
    setTemplateGeneration(draft, templateChanged(draft, previous) ? generation + 1 : generation);
  },
  validate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  warnings: namelessTemplateWarnings,
};

/** DaemonSet. Models `pkg/registry/apps/daemonset`. */
export const daemonSetKind: KindDefinition<DaemonSet> = {
  ...resources.daemonSets,
  listKind: 'DaemonSetList',
  singular: 'daemonset',
  shortNames: ['ds'],
  categories: ['all'],
  definition: 'io.k8s.api.apps.v1.DaemonSet',
  strategy,
  status: statusStrategy<DaemonSet>({
    keep: (draft, previous) => setTemplateGeneration(draft, templateGenerationOf(previous)),
    validate: validateDaemonSetStatus,
  }),
  columns: [
    nameColumn,
    count('Desired', 'Nodes that should run a pod', ({ desiredNumberScheduled }) => desiredNumberScheduled),
    count('Current', 'Nodes of those that have a pod', ({ currentNumberScheduled }) => currentNumberScheduled),
    count('Ready', 'Nodes whose pod is ready', ({ numberReady }) => numberReady),
    count('Up-to-date', 'Nodes whose pod is of the newest template', ({ updatedNumberScheduled }) => updatedNumberScheduled),
    count('Available', 'Nodes whose pod has been ready for long enough', ({ numberAvailable }) => numberAvailable),
    { name: 'Node Selector', type: 'string', description: 'Which nodes are meant', cell: nodeSelectorCell },
    ageColumn,
    ...containerColumns<DaemonSet>(({ spec }) => spec?.template?.spec?.containers ?? []),
    { name: 'Selector', type: 'string', priority: 1, description: 'Which pods belong to it', cell: selectorCell },
  ],
  selectableFields: {},
  event: daemonSetEvent,
};

/** Models `SetDefaults_DaemonSet` of `pkg/apis/apps/v1/defaults.go`. */
export function defaultDaemonSet(draft: DaemonSet): void {
  draft.spec ??= {} as DaemonSetSpec;
  const { spec } = draft;
  spec.updateStrategy ??= {};
  spec.updateStrategy.type ||= 'RollingUpdate';
  if (spec.updateStrategy.type === 'RollingUpdate') {
    spec.updateStrategy.rollingUpdate ??= {};
    spec.updateStrategy.rollingUpdate.maxUnavailable ??= 1;
    spec.updateStrategy.rollingUpdate.maxSurge ??= 0;
  }
  spec.revisionHistoryLimit ??= 10;
  spec.template ??= {};
  spec.template.spec ??= { containers: [] };
  podTemplateDefaults(spec.template);
}

function noneScheduled(): DaemonSetStatus {
  return { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
}

/** Returns the template generation, 0 if unset. Upstream has it in the spec, and publishes it as annotation. */
function templateGenerationOf({ metadata }: DaemonSet): number {
  const generation = Number(metadata?.annotations?.[TEMPLATE_GENERATION] ?? 0);
  return Number.isInteger(generation) && generation > 0 ? generation : 0;
}

function setTemplateGeneration(draft: DaemonSet, generation: number): void {
  const metadata = metadataOf(draft);
  metadata.annotations = { ...metadata.annotations, [TEMPLATE_GENERATION]: `${generation}` };
}

function nodeSelectorCell({ spec }: DaemonSet): string {
  return formatLabels(spec?.template?.spec?.nodeSelector);
}

function selectorCell({ spec }: DaemonSet): string {
  return labelSelector.fromObject(spec?.selector).toString() || '<none>';
}

function count(name: string, description: string, of: (status: DaemonSetStatus) => number | undefined): PrinterColumn<DaemonSet> {
  return { name, type: 'integer', description, cell: ({ status }) => of(status ?? noneScheduled()) ?? 0 };
}
