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

/**
 * Returns the hint of an event: the LogEvent, without object and data if confidential or too large. `json` is the object's text. Managed fields
 * are omitted: a third of the text, and no cache keeps them.
 */
export function hintOf(event: WholeEvent, json: string): Hint {
  const envelope = { ...event, object: undefined };
  if (event.confidential !== undefined || isLongerThan(json, HINT_OBJECT_BYTES_MAX)) return { body: { ...envelope, data: {} } };
  // The object stands last, so its text is appended to the others.
  const withObject = (text: string) => `${JSON.stringify(envelope).slice(0, -1)},"object":${text}}`;
  if (event.object.metadata?.managedFields === undefined) return { body: event, json: withObject(json) };
  const object = { ...event.object, metadata: withoutOwners(event) };
  return { body: { ...event, object }, json: withObject(JSON.stringify(object)) };
}

/** Returns the hint of a kind whose readers cache only metadata; managed fields are omitted. */
export function metadataHintOf(event: WholeEvent): Hint {
  return { body: { ...event, object: undefined, metadata: withoutOwners(event) } };
}

function withoutOwners({ object }: WholeEvent): NonNullable<LogEvent['metadata']> {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  return metadata;
}
