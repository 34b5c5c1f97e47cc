import { type FieldChange, fieldChanges, isBusyKind } from '@klockwork/api-machinery';
import { keyText } from './why.ts';

/** Identity of an object. */
interface ObjectKey {
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** Object at a moment. */
export interface ObjectState {
  readonly uid: string;
  /** Absent for confidential objects. */
  readonly object?: object;
}

/** Moment of the log. */
export interface ComparedMoment {
  readonly revision: number;
  readonly at: number;
}

/** Answer of `/klockwork/v1/changes`. */
export interface LogChanges {
  readonly before: ComparedMoment;
  readonly after: ComparedMoment;
  readonly changes: readonly {
    readonly key: ObjectKey;
    readonly before?: ObjectState;
    readonly after?: ObjectState;
    readonly isBeforePruned?: true;
  }[];
}

/** Event between two moments. */
export interface MarkedEvent extends ComparedMoment {
  readonly type: string;
  readonly key: ObjectKey;
}

export type DifferenceType = 'created' | 'deleted' | 'replaced' | 'changed' | 'confidential' | 'pruned';

/** Object that differs between two moments, with its events between them. */
export interface Difference {
  readonly key: ObjectKey;
  /** `pods/default/web`. */
  readonly text: string;
  readonly type: DifferenceType;
  readonly fields: readonly FieldChange[];
  readonly events: readonly MarkedEvent[];
}

/** Returns the objects that differ, without kinds that change all the time. */
export function differences({ changes }: LogChanges, events: readonly MarkedEvent[]): readonly Difference[] {
  const eventsByText = Map.groupBy(events, ({ key }) => identityOf(key));
  return changes
    .filter(({ key }) => !isBusyKind(key))
    .map((change) => ({
      ...{ key: change.key, text: keyText(change.key), type: typeOf(change), events: eventsByText.get(identityOf(change.key)) ?? [] },
      fields: change.before?.object && change.after?.object ? fieldChanges(change.before.object, change.after.object) : [],
    }));
}

/** Returns the place of an instant between two moments, from 0 to 1. */
export function placeOf(at: number, before: ComparedMoment, after: ComparedMoment): number {
  return Math.min(1, Math.max(0, (at - before.at) / Math.max(1, after.at - before.at)));
}

function typeOf({ before, after, isBeforePruned }: LogChanges['changes'][number]): DifferenceType {
  if (after === undefined) return 'deleted';
  if (isBeforePruned === true) return 'pruned';
  if (before === undefined) return 'created';
  if (before.uid !== after.uid) return 'replaced';
  return before.object === undefined ? 'confidential' : 'changed';
}

function identityOf({ group, ...key }: ObjectKey): string {
  return `${group}/${keyText(key)}`;
}
