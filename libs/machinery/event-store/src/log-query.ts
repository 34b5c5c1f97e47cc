import type { ObjectKey } from '@klockwork/resources';
import type { CommittedEvent } from './committed-event.ts';
import type { Revision } from './revision.ts';
import type { WholeEvent } from './stored-event.ts';

/** Query for a part of the log. */
export interface LogQuery {
  readonly after: Revision;
  readonly limit: number;
  readonly kind?: { readonly group: string; readonly resource: string };
  readonly key?: ObjectKey;
}

/** Part of the log, in order. */
export interface LogSlice {
  readonly events: readonly WholeEvent[];
  /** Newest revision of the queried kind, or of the log. */
  readonly head: Revision;
  /** False if retention removed events after the queried revision: list again. */
  readonly complete: boolean;
}

export function ofKind(events: readonly CommittedEvent[], kind: { group: string; resource: string }): readonly CommittedEvent[] {
  return events.filter(({ event: { key } }) => key.group === kind.group && key.resource === kind.resource);
}

export function matchingEvents(recent: readonly CommittedEvent[], { key, limit }: LogQuery): readonly WholeEvent[] {
  const matches =
    key === undefined ? recent : recent.filter(({ event }) => event.key.namespace === key.namespace && event.key.name === key.name);
  return matches.slice(0, limit).map(({ event }) => event);
}
