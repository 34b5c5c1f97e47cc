import { validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { createdAtColumn, nameColumn } from '../generic/columns.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { limitRangeDefaults } from './limit-range.defaults.ts';
import type { LimitRange } from './limit-range.ts';
import { validateLimitRange } from './limit-range.validation.ts';

/** LimitRange. Models `pkg/registry/core/limitrange`. */
export const limitRangeKind: KindDefinition<LimitRange> = {
  ...resources.limitRanges,
  listKind: 'LimitRangeList',
  singular: 'limitrange',
  shortNames: ['limits'],
  categories: [],
  definition: 'io.k8s.api.core.v1.LimitRange',
  strategy: {
    allowCreateOnUpdate: true,
    default: limitRangeDefaults,
    prepareForCreate() {},
    prepareForUpdate() {},
    validate: validateLimitRange,
    validateUpdate: (next, previous) => [
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
      ...validateLimitRange(next),
    ],
  },
  columns: [nameColumn, createdAtColumn],
  selectableFields: {},
  event: (change) => lifeCycleEvent('LimitRange', change),
};
