import { ageColumn, nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import type { DrillObject } from './drill.ts';

/** Columns of `kubectl get drills`. */
export const drillColumns: readonly PrinterColumn<DrillObject>[] = [
  nameColumn,
  { name: 'Verdict', type: 'string', description: 'The verdict of the newest run', cell: ({ status }) => status?.verdict ?? '<none>' },
  {
    name: 'Score',
    type: 'string',
    description: 'Points of the newest run, 0 to 100',
    cell: ({ status }) => String(status?.score ?? '<none>'),
  },
  { name: 'Phase', type: 'string', description: 'The phase of the drill', cell: ({ status }) => status?.phase ?? 'Pending' },
  ageColumn,
  { name: 'Title', type: 'string', priority: 1, description: 'The title of the drill', cell: ({ spec }) => spec?.title ?? '' },
  { name: 'Message', type: 'string', priority: 1, description: 'The reason of the verdict', cell: ({ status }) => status?.message ?? '' },
];
