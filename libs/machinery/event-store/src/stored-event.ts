import { deepFreeze, parseJson } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import { currentJson } from './current-form.ts';
import type { StoredEvent } from './event-store.ts';
import type { LogEvent } from './log-event.ts';

/** An event of the journal: its object is always there. */
export type WholeEvent = LogEvent & { readonly object: KubeObject };

/** The event as the store takes it. `objectJson` is the text of `event.object`. Spelled out: to copy all but one field costs several times as much. */
export function storedEventOf(event: WholeEvent, objectJson: string): StoredEvent {
  const { revision, previousRevision, previousRevisionOfKind, key, uid, type, change, at, actor, correlationId, cause, data } = event;
  const envelope = { revision, previousRevision, previousRevisionOfKind, key, uid, type, change, at, actor, correlationId, cause, data };
  const { confidential } = event;
  return confidential === undefined ? { ...envelope, objectJson } : { ...envelope, confidential, objectJson };
}

/** The event that was stored, its object parsed, in the form of today, and frozen. */
export function eventOf(stored: StoredEvent): WholeEvent {
  const { objectJson, ...envelope } = stored;
  return { ...envelope, object: deepFreeze(parseJson(currentJson(stored.key, objectJson)) as KubeObject) };
}
