import { humanDuration } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import { FAULT_MEMBERS, type Fault, isFaultActive } from './fault.ts';

/** Fields of members that name a target, in order of preference. */
const TARGETS = ['nodes', 'processes', 'components', 'from', 'images', 'users', 'userAgents', 'resources', 'namespace'] as const;

/** Columns of `kubectl get faults`. */
export const faultColumns: readonly PrinterColumn<Fault>[] = [
  nameColumn,
  { name: 'Type', type: 'string', description: 'The kind of failure', cell: ({ spec }) => spec?.type ?? '' },
  { name: 'Target', type: 'string', description: 'The affected part', cell: targetCell },
  { name: 'Status', type: 'string', description: 'The phase of the fault', cell: ({ status }) => status?.phase ?? 'Pending' },
  { name: 'Remaining', type: 'string', description: 'Lab time until the end', cell: remainingCell },
  ageColumn,
];

function targetCell({ spec }: Fault): string {
  const member: Readonly<Record<string, unknown>> = { ...(spec?.type && spec[FAULT_MEMBERS[spec.type]]) };
  for (const field of TARGETS) {
    const value = member[field];
    if (Array.isArray(value) && value.length > 0) return value.join(',');
    if (typeof value === 'string') return value;
  }
  const labels = member.nodeSelector as Readonly<Record<string, string>> | undefined;
  return labels === undefined
    ? '*'
    : Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(',');
}

function remainingCell(fault: Fault, now: number): string {
  return isFaultActive(fault, now) ? humanDuration(Date.parse(fault.status?.endTime ?? '') - now) : '<none>';
}
