import { isLongerThan } from '@klockwork/kernel';
import type { LogEvent } from './log-event.ts';
import type { WholeEvent } from './stored-event.ts';

/** Maximum size of an object in a hint, in bytes of UTF-8 JSON: brokers accept 1 MiB by default. */
export const HINT_OBJECT_BYTES_MAX = 512 * 1024;

/** Fields of a kind that the relay reads; every KindDefinition has them. */
export interface HintedKind {
  readonly group: string;
  readonly resource: string;
  /** `metadata`: hints contain only the object's metadata. */
  readonly hint?: 'metadata';
}

/** Message of an event, with its text if already assembled. */
export interface Hint {
  readonly body: LogEvent;
  readonly json?: string;
}

/** Returns the hint of an event: the LogEvent, without object and data if confidential or too large. `json` is the object's text. */
export function hintOf(event: WholeEvent, json: string): Hint {
  const envelope = { ...event, object: undefined };
  if (event.confidential === undefined && !isLongerThan(json, HINT_OBJECT_BYTES_MAX))
    // The object stands last, so its text is appended to the others.
    return { body: event, json: `${JSON.stringify(envelope).slice(0, -1)},"object":${json}}` };
  return { body: { ...envelope, data: {} } };
}

/** Returns the hint of a kind whose readers cache only metadata; managed fields are omitted. */
export function metadataHintOf(event: WholeEvent): Hint {
  const metadata = { ...event.object.metadata, managedFields: undefined };
  return { body: { ...event, object: undefined, metadata } };
}
