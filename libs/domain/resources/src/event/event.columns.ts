import { translateTimestamp } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import type { Event } from './event.ts';

/** The columns of `kubectl get events`. Models `printEvent` of `pkg/printers/internalversion/printers.go`. */
export const eventColumns: readonly PrinterColumn<Event>[] = [
  { name: 'Last Seen', type: 'string', description: 'Time since it happened last', cell: lastSeen },
  { name: 'Type', type: 'string', description: 'Normal or Warning', cell: (event) => event.type ?? '' },
  { name: 'Reason', type: 'string', description: 'What happened, in a word', cell: (event) => event.reason ?? '' },
  { name: 'Object', type: 'string', description: 'What it happened to', cell: objectCell },
  wide('Subobject', 'Which part of the object', (event) => event.involvedObject?.fieldPath ?? ''),
  wide('Source', 'Who reported it', sourceCell),
  { name: 'Message', type: 'string', description: 'What happened, in a sentence', cell: (event) => (event.message ?? '').trim() },
  wide('First Seen', 'Time since it happened first', firstSeen),
  wide('Count', 'How often it happened', countCell),
  { ...nameColumn, priority: 1 },
];

function firstSeen(event: Event, now: LabTime): string {
  return translateTimestamp(event.firstTimestamp || event.eventTime, now);
}

function lastSeen(event: Event, now: LabTime): string {
  if (event.series) return translateTimestamp(event.series.lastObservedTime, now);
  return event.lastTimestamp ? translateTimestamp(event.lastTimestamp, now) : firstSeen(event, now);
}

/** A single report has no count. */
function countCell(event: Event): number {
  return event.series ? (event.series.count ?? 0) : event.count || 1;
}

function objectCell({ involvedObject }: Event): string {
  const kind = (involvedObject?.kind ?? '').toLowerCase();
  return involvedObject?.name ? `${kind}/${involvedObject.name}` : kind;
}

function sourceCell({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent || '';
  const instance = source?.host || reportingInstance || '';
  return instance === '' ? component : `${component}, ${instance}`;
}

function wide(name: string, description: string, cell: (event: Event, now: LabTime) => string | number): PrinterColumn<Event> {
  return { name, type: 'string', priority: 1, description, cell };
}
