import { statusErrors } from '@klockwork/api-machinery';
import { ApiError } from '@klockwork/kernel';
import type { ManagedApply, OwnedObject } from './contract.ts';
import { mismatchText } from './typed/validate.ts';
import { withoutManagedFields } from './versions.ts';

/**
 * Refuses what cannot be applied: a body of another kind or version, one with managedFields (BadRequest), one that does not fit the
 * schema (a 500 without a reason, as upstream). Models `versionCheckManager` and the first half of `structuredMergeManager.Apply`.
 */
export function checkApplied({ applied, target: { version } }: ManagedApply): void {
  if (applied.apiVersion !== version.apiVersion || applied.kind !== version.kind) throw wrongKind(applied);
  if (Array.isArray(applied.metadata?.managedFields)) throw statusErrors.badRequest('metadata.managedFields must be nil');
  const mismatch = mismatchText(withoutManagedFields(applied), version.schema);
  if (mismatch !== undefined) throw unexpected(`failed to create typed patch object (${objectText(applied)}): ${mismatch}`);
}

/** The refusal of a body of another kind or version than the request is for. Models `versionCheckManager`. */
export function wrongKind(applied: OwnedObject): ApiError {
  return statusErrors.badRequest(`invalid object type: ${kindText(applied)}`);
}

/** What upstream does not take for a refusal: a 500 with the message as it is. */
export function unexpected(message: string): ApiError {
  return new ApiError({ code: 500, reason: '', message });
}

/**
 * The refusal of an apply whose outcome does not fit the types of its kind, for the reason `detail`: a replica and a half.
 * Models the second half of `structuredMergeManager.Apply`.
 */
export function unfitOutcome(applied: OwnedObject, detail: string): ApiError {
  const conversion = `unable to convert unstructured object to ${kindText(applied)}`;
  return unexpected(`failed to convert new object (${objectText(applied)}) to proper version: ${conversion}: ${detail}`);
}

/** What an object is called in such messages: `default/web; apps/v1, Kind=Deployment`. */
export function objectText(object: OwnedObject): string {
  return `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}; ${kindText(object)}`;
}

/** `apps/v1, Kind=Deployment`, `/v1, Kind=Pod`. What is no text, says nothing. */
function kindText({ apiVersion, kind }: OwnedObject): string {
  const [version, name] = [apiVersion, kind].map((said: unknown) => (typeof said === 'string' ? said : '')) as [string, string];
  return `${version.includes('/') ? version : `/${version}`}, Kind=${name}`;
}
