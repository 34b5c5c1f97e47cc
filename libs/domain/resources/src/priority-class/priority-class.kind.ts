import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { oneOf } from '../generic/field-checks.ts';
import { continueGeneration, startGeneration } from '../generic/generation.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { HIGHEST_USER_PRIORITY, type PriorityClass, systemPriorityClasses } from './priority-class.ts';

/** Event of a PriorityClass change. */
export type PriorityClassEvent = LifeCycleEvent<'PriorityClass'>;

const SYSTEM_PREFIX = 'system-';
const POLICIES = ['PreemptLowerPriority', 'Never'];

/** PriorityClass. Models `pkg/registry/scheduling/priorityclass`. */
export const priorityClassKind: KindDefinition<PriorityClass> = {
  ...resources.priorityClasses,
  listKind: 'PriorityClassList',
  singular: 'priorityclass',
  shortNames: ['pc'],
  categories: [],
  definition: 'io.k8s.api.scheduling.v1.PriorityClass',
  strategy: {
    default(draft) {
      draft.value ??= 0;
      draft.preemptionPolicy ??= 'PreemptLowerPriority';
    },
    prepareForCreate: startGeneration,
    prepareForUpdate: (draft, previous) => continueGeneration(draft, previous, false),
    validate,
    validateUpdate,
  },
  columns: [
    nameColumn,
    { name: 'Value', type: 'integer', description: 'The priority of its pods', cell: ({ value }) => value ?? 0 },
    {
      name: 'Global-Default',
      type: 'boolean',
      description: 'Whether pods that name no class get it',
      cell: ({ globalDefault }) => globalDefault ?? false,
    },
    ageColumn,
    {
      name: 'PreemptionPolicy',
      type: 'string',
      description: 'Whether its pods may drive others away',
      cell: ({ preemptionPolicy }) => preemptionPolicy ?? '',
    },
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('PriorityClass', change),
};

/** Models `ValidatePriorityClass`. */
function validate(priorityClass: PriorityClass): FieldError[] {
  const { metadata = {}, preemptionPolicy } = priorityClass;
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...valueErrors(priorityClass),
    ...oneOf(preemptionPolicy, POLICIES, 'preemptionPolicy'),
  ];
}

function valueErrors({ metadata, value, globalDefault }: PriorityClass): FieldError[] {
  const name = metadata?.name ?? '';
  if (name.startsWith(SYSTEM_PREFIX)) {
    const problem = systemClassProblem(name, value, globalDefault ?? false);
    const reservedProblem = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${problem}`;
    return problem === undefined ? [] : [fieldErrors.forbidden('metadata.name', reservedProblem)];
  }
  if (value <= HIGHEST_USER_PRIORITY) return [];
  return [fieldErrors.forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`)];
}

/** Models `IsKnownSystemPriorityClass`. */
function systemClassProblem(name: string, value: number, globalDefault: boolean): string | undefined {
  const systemClass = systemPriorityClasses.find(({ metadata }) => metadata?.name === name);
  if (systemClass === undefined) return `${name} is not a known system priority class`;
  if (systemClass.value !== value) return `value of ${name} PriorityClass must be ${systemClass.value}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

/** Models `ValidatePriorityClassUpdate`: value and policy are immutable. */
function validateUpdate(next: PriorityClass, previous: PriorityClass): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...(next.value === previous.value ? [] : [fieldErrors.forbidden('value', 'may not be changed in an update.')]),
    ...validateImmutable(next.preemptionPolicy, previous.preemptionPolicy, 'preemptionPolicy'),
  ];
}
