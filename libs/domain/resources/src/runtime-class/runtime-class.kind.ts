import {
  compareText,
  dns1123Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateImmutable,
  validateLabels,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { complaints } from '../generic/field-checks.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { oldLabelMessage } from '../generic/old-node-labels.ts';
import type { KindDefinition } from '../kind.ts';
import { canonicalizeQuantities } from '../pod-template/container.defaults.ts';
import { validateOverhead } from '../pod-template/validation/resources.ts';
import { validateTolerations } from '../pod-template/validation/scheduling.ts';
import { resources } from '../resource-refs.ts';
import type { RuntimeClass } from './runtime-class.ts';

/** Event of a RuntimeClass change. */
export type RuntimeClassEvent = LifeCycleEvent<'RuntimeClass'>;

/** RuntimeClass. Models `pkg/registry/node/runtimeclass`. */
export const runtimeClassKind: KindDefinition<RuntimeClass> = {
  ...resources.runtimeClasses,
  listKind: 'RuntimeClassList',
  singular: 'runtimeclass',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.node.v1.RuntimeClass',
  strategy: {
    allowCreateOnUpdate: true,
    allowUnconditionalUpdate: false,
    default: (draft) => canonicalizeQuantities(draft.overhead?.podFixed),
    prepareForCreate() {},
    prepareForUpdate() {},
    validate,
    validateUpdate: (next, previous) => [
      ...validate(next),
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
      ...validateImmutable(next.handler, previous.handler, 'handler'),
    ],
    warnings: selectorWarnings,
  },
  columns: [
    nameColumn,
    { name: 'Handler', type: 'string', description: 'What the container runtime calls it', cell: ({ handler }) => handler ?? '' },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('RuntimeClass', change),
};

/** Warns about renamed node labels, without their names. Models `GetWarningsForRuntimeClass` of `pkg/api/node/util.go`. */
function selectorWarnings({ scheduling }: RuntimeClass): string[] {
  return Object.keys(scheduling?.nodeSelector ?? {})
    .sort(compareText)
    .flatMap((label) => oldLabelMessage(label) ?? [])
    .map((message) => `scheduling.nodeSelector: ${message}`);
}

/** Models `ValidateRuntimeClass`. */
function validate({ metadata, handler = '', overhead, scheduling }: RuntimeClass): FieldError[] {
  return [
    ...validateObjectMeta(metadata ?? {}, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...complaints(handler, dns1123Label(handler), 'handler'),
    ...validateOverhead(overhead?.podFixed, 'overhead'),
    ...validateLabels(scheduling?.nodeSelector, 'scheduling.nodeSelector'),
    ...validateTolerations(scheduling?.tolerations, 'scheduling.tolerations'),
    ...repeatedTolerations(scheduling?.tolerations ?? [], 'scheduling.tolerations'),
  ];
}

type Tolerations = NonNullable<NonNullable<RuntimeClass['scheduling']>['tolerations']>;

/** Tolerations that differ in seconds only are duplicates. */
function repeatedTolerations(tolerations: Tolerations, path: string): FieldError[] {
  const seenTolerations = new Set<string>();
  return tolerations.flatMap(({ key = '', operator = '', value = '', effect = '', tolerationSeconds = null }, index) => {
    const goToleration = { Key: key, Operator: operator, Value: value, Effect: effect };
    const repeated = seenTolerations.has(JSON.stringify(goToleration));
    seenTolerations.add(JSON.stringify(goToleration));
    return repeated ? [fieldErrors.duplicate(`${path}[${index}]`, { ...goToleration, TolerationSeconds: tolerationSeconds })] : [];
  });
}
