import { send, sendJson } from '../api/client.ts';
import { type Kind, objectPath } from '../model/kinds.ts';
import type { LabObject } from './row.ts';

/** Object after a write, with the server's warnings. */
export interface WriteAnswer {
  readonly object: LabObject;
  readonly warnings: readonly string[];
}

const QUERY = 'fieldManager=klockwork-console&fieldValidation=Strict';

/** Reads an object of the present, or of a revision of the past. Throws Refusal, and TypeError without an answer. */
export function readObject(kind: Kind, key: string, at?: number): Promise<LabObject> {
  return sendJson<LabObject>(`${at === undefined ? '' : `/at/${at}`}${objectPath(kind, key)}`);
}

/**
 * Replaces an object. A PUT removes the fields that a text no longer has, whoever manages them, and its resourceVersion prevents the loss of
 * other writes; server-side apply does neither. `isTrial`: nothing is stored. Throws as {@link readObject}.
 */
export async function replaceObject(
  kind: Kind,
  key: string,
  written: { readonly object: object; readonly isTrial: boolean },
): Promise<WriteAnswer> {
  const path = `${objectPath(kind, key)}?${QUERY}${written.isTrial ? '&dryRun=All' : ''}`;
  const answer = await send(path, { method: 'PUT', body: written.object });
  return { object: (await answer.json()) as LabObject, warnings: warningsIn(answer.headers.get('warning') ?? '') };
}

/** Returns the texts of a header such as `299 - "unknown field"`. */
function warningsIn(header: string): readonly string[] {
  return [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
