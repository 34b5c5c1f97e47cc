import { cellOf, keyOf, type Table } from '../store/row.ts';
import { containerState, containerStatuses } from './life-state.ts';
import { containerRow, nodeRow, podRow, type RowChange } from './row-change.ts';
import { nodeTone, podTone } from './tone.ts';

/** Moment before the first loaded event. */
export interface Opening {
  readonly at: number;
  readonly revision: number;
}

/** Returns the states of nodes or pods at a moment of the past, as the first changes of their rows. Whole pods include containers. */
export function openingStates(resource: 'nodes' | 'pods', tables: readonly Table[], { at, revision }: Opening): readonly RowChange[] {
  const columns = tables[0]?.columnDefinitions ?? [];
  return tables.flatMap(({ rows = [] }) =>
    rows.flatMap(({ cells, object }): RowChange[] => {
      const key = keyOf(object);
      const row = { key, cells, object };
      const status = cellOf(row, columns, 'Status');
      if (resource === 'nodes') return [{ at, revision, row: nodeRow(key), state: { label: status, tone: nodeTone(status) } }];
      const tone = podTone(status, cellOf(row, columns, 'Ready'));
      const pod = podRow(object.metadata.uid, key);
      const containers = containerStatuses(object.status).map((container) => ({
        ...{ at, revision, row: containerRow(pod, container.name), state: containerState(container) },
      }));
      return [{ at, revision, row: pod, state: { label: tone === 'good' ? 'Ready' : status, tone } }, ...containers];
    }),
  );
}
