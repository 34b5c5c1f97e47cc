import { formatTime } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import type { LabClock } from './clock.ts';

/** Columns of `kubectl get clock`. TIME is lab time at the moment of printing. */
export const clockColumns: readonly PrinterColumn<LabClock>[] = [
  nameColumn,
  { name: 'Time', type: 'string', description: 'The time of the lab, now', cell: (_, now) => formatTime(now) },
  { name: 'Rate', type: 'string', description: 'Lab seconds a second of the host', cell: ({ spec }) => String(spec?.rate ?? 1) },
  { name: 'Mode', type: 'string', description: 'What the time of the lab does', cell: modeCell },
  ageColumn,
  { name: 'Advance', type: 'string', priority: 1, description: 'The last advance and what became of it', cell: advanceCell },
];

/** Before the first status, the spec determines the mode. */
function modeCell({ spec, status }: LabClock): string {
  return status?.mode ?? (spec?.paused ? 'Paused' : 'Running');
}

function advanceCell({ status }: LabClock): string {
  const { advance } = status ?? {};
  return advance === undefined ? '<none>' : `${advance.by} ${advance.phase}`;
}
