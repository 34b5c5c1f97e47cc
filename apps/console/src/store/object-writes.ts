import { send, sendJson } from '../api/client.ts';
import { type Kind, objectPath } from '../model/kinds.ts';
import type { LabObject } from './row.ts';

/** Object after a write, with the server's warnings. */
export interface WriteAnswer {
  readonly object: LabObject;
  readonly warnings: readonly string[];
}

/** Write of an object that can be tried. */
export interface PlannedWrite {
  /** Object before the write. */
  readonly before: LabObject;
  /** Writes, or tries without a stored change. Throws as {@link readObject}. */
  write(isTrial: boolean): Promise<WriteAnswer>;
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
export function replaceObject(
  kind: Kind,
  key: string,
  written: { readonly object: object; readonly isTrial: boolean },
): Promise<WriteAnswer> {
  return answered(`${objectPath(kind, key)}?${queryOf(written.isTrial)}`, { method: 'PUT', body: written.object });
}

/** Patch of an object. */
interface ObjectPatch {
  readonly contentType: string;
  readonly body: object;
}

/** Patches an object. `isTrial`: nothing is stored. Throws as {@link readObject}. */
export function patchObject(
  kind: Kind,
  key: string,
  { contentType, body, isTrial }: ObjectPatch & { readonly isTrial: boolean },
): Promise<WriteAnswer> {
  return answered(`${objectPath(kind, key)}?${queryOf(isTrial)}`, { method: 'PATCH', contentType, body });
}

/** Creates an object in the collection of a path. Throws as {@link readObject}. */
export function createObject(path: string, object: object): Promise<WriteAnswer> {
  return answered(`${path}?${queryOf(false)}`, { method: 'POST', body: object });
}

function queryOf(isTrial: boolean): string {
  return `${QUERY}${isTrial ? '&dryRun=All' : ''}`;
}

async function answered(path: string, sent: Parameters<typeof send>[1]): Promise<WriteAnswer> {
  const answer = await send(path, sent);
  return { object: (await answer.json()) as LabObject, warnings: warningsIn(answer.headers.get('warning') ?? '') };
}

/** Returns the texts of a header such as `299 - "unknown field"`. */
function warningsIn(header: string): readonly string[] {
  return [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
