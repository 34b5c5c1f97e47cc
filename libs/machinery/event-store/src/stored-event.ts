import { deepFreeze, parseJson } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import { currentJson } from './current-form.ts';
import type { StoredEvent } from './event-store.ts';
import type { LogEvent } from './log-event.ts';

/** Event of the journal, always with its object. */
export type WholeEvent = LogEvent & { readonly object: KubeObject };

/** Returns the stored form of an event. `objectJson` is the text of `event.object`. */
export function storedEventOf(event: WholeEvent, objectJson: string): StoredEvent {
  // Several times faster than a rest pattern.
  return { ...event, object: undefined, objectJson };
}

/** Returns a stored event with its object parsed, converted to the present form, and frozen. */
export function eventOf(event: StoredEvent): WholeEvent {
  const { objectJson, ...envelope } = event;
  return { ...envelope, object: deepFreeze(parseJson(currentJson(event.key, objectJson)) as KubeObject) };
}
