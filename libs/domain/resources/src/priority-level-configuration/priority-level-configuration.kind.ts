import { ageColumn, nameColumn } from '../generic/columns.ts';
import { validateFlowConditions } from '../generic/flow-control-conditions.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { specStrategy } from '../generic/spec-strategy.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition, PrinterColumn } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { PriorityLevelConfiguration, PriorityLevelSpec } from './priority-level-configuration.ts';
import { validatePriorityLevel, validatePriorityLevelUpdate } from './priority-level-configuration.validation.ts';

/** PriorityLevelConfiguration: the object alone. Models `pkg/registry/flowcontrol/prioritylevelconfiguration`. */
export const priorityLevelConfigurationKind: KindDefinition<PriorityLevelConfiguration> = {
  ...resources.priorityLevelConfigurations,
  listKind: 'PriorityLevelConfigurationList',
  singular: 'prioritylevelconfiguration',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration',
  strategy: {
    ...specStrategy<PriorityLevelConfiguration>(),
    default: priorityLevelDefaults,
    validate: validatePriorityLevel,
    validateUpdate: validatePriorityLevelUpdate,
  },
  status: statusStrategy<PriorityLevelConfiguration>({
    keepsMetadata: true,
    resets: ['metadata', 'spec'],
    validate: ({ status }) => validateFlowConditions(status),
  }),
  columns: [
    nameColumn,
    { name: 'Type', type: 'string', description: 'Whether it is limited', cell: ({ spec }) => spec?.type ?? '' },
    number('NominalConcurrencyShares', 'Its part of the server', ({ limited }) => limited?.nominalConcurrencyShares),
    number('Queues', 'How many queues it has', ({ limited }) => limited?.limitResponse?.queuing?.queues),
    number('HandSize', 'How many of them one flow may use', ({ limited }) => limited?.limitResponse?.queuing?.handSize),
    number('QueueLengthLimit', 'How many requests wait in one', ({ limited }) => limited?.limitResponse?.queuing?.queueLengthLimit),
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('PriorityLevelConfiguration', change),
};

/** Models `pkg/apis/flowcontrol/v1/defaults.go`. */
function priorityLevelDefaults({ spec }: PriorityLevelConfiguration): void {
  if (spec?.exempt) {
    spec.exempt.nominalConcurrencyShares ??= 0;
    spec.exempt.lendablePercent ??= 0;
  }
  if (!spec?.limited) return;
  spec.limited.nominalConcurrencyShares ??= 30;
  spec.limited.lendablePercent ??= 0;
  const queuing = spec.limited.limitResponse?.queuing;
  if (!queuing) return;
  queuing.handSize ||= 8;
  queuing.queues ||= 64;
  queuing.queueLengthLimit ||= 50;
}

function number(
  name: string,
  description: string,
  value: (spec: PriorityLevelSpec) => number | undefined,
): PrinterColumn<PriorityLevelConfiguration> {
  return { name, type: 'string', description, cell: ({ spec }) => (spec && value(spec)) ?? '<none>' };
}
