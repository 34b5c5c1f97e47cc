import { type FieldChange, fieldChanges } from '@klockwork/api-machinery';

/** Part of a log event with its object. Confidential objects are absent. */
export interface ObjectEvent {
  readonly revision: number;
  /** Revision of the object's event before; 0 for a new object. */
  readonly previousRevision: number;
  readonly change: 'created' | 'updated' | 'deleted';
  readonly object?: object;
}

/** Effect of an event on its object. */
export type EventChange =
  | { readonly type: 'confidential' }
  /** Retention removed the earlier state. */
  | { readonly type: 'pruned'; readonly object: object }
  | { readonly type: 'created' | 'deleted'; readonly object: object }
  | { readonly type: 'updated'; readonly fields: readonly FieldChange[] };

/** Returns the effect of an event. `previous`: the object's event before, if the log has it. */
export function eventChange({ change, object }: ObjectEvent, previous: ObjectEvent | undefined): EventChange {
  if (object === undefined) return { type: 'confidential' };
  if (change !== 'updated') return { type: change, object };
  if (previous?.object === undefined) return { type: 'pruned', object };
  return { type: 'updated', fields: fieldChanges(previous.object, object) };
}

/** Returns a value for a cell: JSON in one line; '' for an absent one. */
export function valueText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
