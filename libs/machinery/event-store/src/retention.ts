import type { LabTime } from '@klockwork/kernel';
import type { RetentionRule } from './event-store.ts';

/** Fields of a kind that the journal reads; every KindDefinition has them. */
export interface RetainedKind {
  readonly group: string;
  readonly resource: string;
  /** Retention of superseded events, in ms of lab time; undefined means forever. */
  readonly retentionMs?: number;
  /** Lifetime of the kind's objects, which are numerous and rarely read. Undefined for permanent objects. */
  readonly timeToLiveMs?: number;
}

export function retentionRules(kinds: readonly RetainedKind[], now: LabTime): RetentionRule[] {
  return kinds.flatMap(({ group, resource, retentionMs }) =>
    retentionMs === undefined ? [] : [{ group, resource, before: now - retentionMs }],
  );
}
