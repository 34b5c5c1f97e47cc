import type { LabTime } from '@klockwork/kernel';
import type { RetentionRule } from './event-store.ts';

/** What the journal must know of a kind. A KindDefinition is one. */
export interface RetainedKind {
  readonly group: string;
  readonly resource: string;
  /** How long superseded events are kept, in ms of lab time; undefined for ever. */
  readonly retentionMs?: number;
  /** Its objects go by themselves after this time: they are many, and hardly read. Undefined for those that stay. */
  readonly timeToLiveMs?: number;
}

/** The rules of all kinds that have a retention, at this instant. */
export function retentionRules(kinds: readonly RetainedKind[], now: LabTime): RetentionRule[] {
  return kinds.flatMap(({ group, resource, retentionMs }) =>
    retentionMs === undefined ? [] : [{ group, resource, before: now - retentionMs }],
  );
}
