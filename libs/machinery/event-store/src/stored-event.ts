import { deepFreeze, parseJson } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import type { StoredEvent } from './event-store.ts';
import type { LogEvent } from './log-event.ts';

/** An event of the journal: its object is always there. */
export type WholeEvent = LogEvent & { readonly object: KubeObject };

/** The event as the store takes it. `objectJson` is the text of `event.object`. */
export function storedEventOf(event: WholeEvent, objectJson: string): StoredEvent {
  const { object: _, ...envelope } = event;
  return { ...envelope, objectJson };
}

/** The event that was stored, its object parsed and frozen. */
export function eventOf(stored: StoredEvent): WholeEvent {
  const { objectJson, ...envelope } = stored;
  return { ...envelope, object: deepFreeze(parseJson(objectJson) as KubeObject) };
}
