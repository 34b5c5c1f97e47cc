import { statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { clockColumns } from './clock.columns.ts';
import { clockEvent } from './clock.events.ts';
import { clockStrategy } from './clock.strategy.ts';
import type { LabClock } from './clock.ts';

/** Clock: control of lab time by kubectl. A kind of this project, with a custom resource's form of definition name. */
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
