import { type FieldChange, fieldChanges } from '@klockwork/api-machinery';
import type { LogLine } from '../store/log-lines.ts';
import type { LabObject } from '../store/row.ts';

/** Event of the log with the resulting object. */
export type ObjectEvent = Omit<LogLine, 'isTrouble'> & {
  readonly uid: string;
  readonly change: string;
  /** Absent for kinds whose content the log does not show. */
  readonly object?: LabObject;
};

/** Revision of an object. */
export interface ObjectRevision {
  readonly event: ObjectEvent;
  /** Fields that differ from the former revision; none for new and deleted objects. */
  readonly changes: readonly FieldChange[];
}

/** Returns the revisions of an object, the newest first. `events`: those of one name, in the order of the log. */
export function objectRevisions(events: readonly ObjectEvent[]): readonly ObjectRevision[] {
  return events
    .map((event, index) => {
      const before = events[index - 1];
      const isUpdate = event.change === 'updated' && before?.uid === event.uid;
      return { event, changes: isUpdate ? fieldChanges(before.object, event.object) : [] };
    })
    .reverse();
}

/** Returns `spec.replicas: 1 → 3`. */
export function changeText({ path, before, after }: FieldChange): string {
  if (before === undefined) return `${path}: + ${valueText(after)}`;
  if (after === undefined) return `${path}: − ${valueText(before)}`;
  return `${path}: ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
