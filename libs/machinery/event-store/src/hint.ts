import type { Body } from '@klockwork/bus';
import type { WholeEvent } from './stored-event.ts';

/** An object whose JSON is larger than this, in bytes of UTF-8, stays out of its message: brokers take 1 MiB by default. */
export const HINT_OBJECT_BYTES_MAX = 512 * 1024;

/** What the relay must know of a kind. A KindDefinition is one. */
export interface HintedKind {
  readonly group: string;
  readonly resource: string;
  /** Its hints bring the metadata of the object alone. */
  readonly hint?: 'metadata';
}

/** A message, and its text where that was put together. */
export interface Hint {
  readonly body: Body;
  readonly json?: string;
}

/** The message of an event: the LogEvent, without object and data when they are confidential or too large. `json` is the object's text. */
export function hintOf(event: WholeEvent, json: string): Hint {
  const envelope = { ...event, object: undefined };
  if (event.confidential === undefined && utf8Length(json) <= HINT_OBJECT_BYTES_MAX)
    // The object comes last, so its text is put behind the others.
    return { body: event as unknown as Body, json: `${JSON.stringify(envelope).slice(0, -1)},"object":${json}}` };
  return { body: { ...envelope, data: {} } as unknown as Body };
}

/** The message of an event of a kind of which nobody caches more than the metadata, who owns which field left out. */
export function metadataHintOf(event: WholeEvent): Hint {
  const metadata = { ...event.object.metadata, managedFields: undefined };
  return { body: { ...event, object: undefined, metadata } as unknown as Body };
}

/** Exact only for long texts: a short one cannot be too large, whatever it holds. */
function utf8Length(text: string): number {
  if (text.length * 3 <= HINT_OBJECT_BYTES_MAX) return text.length;
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
