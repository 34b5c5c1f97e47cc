import { statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { clockColumns } from './clock.columns.ts';
import { clockEvent } from './clock.events.ts';
import { clockStrategy } from './clock.strategy.ts';
import type { LabClock } from './clock.ts';

/** Clock: the lab's time, for kubectl to set. No Kubernetes has it; its definition is named as a custom resource's would be. */
export const clockKind: KindDefinition<LabClock> = {
  ...resources.clocks,
  listKind: 'ClockList',
  singular: 'clock',
  shortNames: ['clk'],
  categories: [],
  definition: 'dev.klockwork.v1alpha1.Clock',
  strategy: clockStrategy,
  status: statusStrategy<LabClock>({}),
  columns: clockColumns,
  selectableFields: {},
  event: clockEvent,
};
