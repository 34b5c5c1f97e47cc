import { ageColumn, nameColumn } from '../generic/columns.ts';
import { validateFlowConditions } from '../generic/flow-control-conditions.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import { specStrategy } from '../generic/spec-strategy.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { FlowSchema } from './flow-schema.ts';
import { validateFlowSchema, validateFlowSchemaUpdate } from './flow-schema.validation.ts';

const PRECEDENCE = 1000;

/** FlowSchema: the object alone; requests are not queued here. Models `pkg/registry/flowcontrol/flowschema`. */
export const flowSchemaKind: KindDefinition<FlowSchema> = {
  ...resources.flowSchemas,
  listKind: 'FlowSchemaList',
  singular: 'flowschema',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.flowcontrol.v1.FlowSchema',
  strategy: {
    ...specStrategy<FlowSchema>(),
    default({ spec }) {
      if (spec) spec.matchingPrecedence ||= PRECEDENCE;
      for (const rule of spec?.rules ?? []) for (const namedRule of rule.resourceRules ?? []) nullWhereUnset(namedRule, 'namespaces');
    },
    validate: validateFlowSchema,
    validateUpdate: validateFlowSchemaUpdate,
  },
  status: statusStrategy<FlowSchema>({
    keepsMetadata: true,
    resets: ['metadata', 'spec'],
    validate: ({ status }) => validateFlowConditions(status),
  }),
  columns: [
    nameColumn,
    {
      name: 'PriorityLevel',
      type: 'string',
      description: 'The level its requests have',
      cell: ({ spec }) => spec?.priorityLevelConfiguration?.name ?? '',
    },
    {
      name: 'MatchingPrecedence',
      type: 'string',
      description: 'When it is asked: lower is earlier',
      cell: ({ spec }) => spec?.matchingPrecedence ?? 0,
    },
    {
      name: 'DistinguisherMethod',
      type: 'string',
      description: 'How its requests are told apart',
      cell: ({ spec }) => spec?.distinguisherMethod?.type ?? '<none>',
    },
    ageColumn,
    { name: 'MissingPL', type: 'string', description: 'Whether its level is missing', cell: danglingText },
  ],
  rowOrder: byPrecedence,
  selectableFields: {},
  event: (change) => lifeCycleEvent('FlowSchema', change),
};

function danglingText({ status }: FlowSchema): string {
  return status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?';
}

/** Compares by matching precedence. Models `FlowSchemaSequence`. */
function byPrecedence(a: FlowSchema, b: FlowSchema): number {
  return (a.spec?.matchingPrecedence ?? 0) - (b.spec?.matchingPrecedence ?? 0);
}
