import { statusErrors } from '@klockwork/api-machinery';
import { ApiError } from '@klockwork/kernel';
import type { ManagedApply, OwnedObject } from './contract.ts';
import { mismatchText } from './typed/validate.ts';
import { withoutManagedFields } from './versions.ts';

/**
 * Rejects bodies of another kind or version, or with managedFields (BadRequest), and bodies that do not fit the schema (500 without reason,
 * as upstream). Models `versionCheckManager` and the first half of `structuredMergeManager.Apply`.
 */
export function checkApplied({ applied, target: { version } }: ManagedApply): void {
  if (applied.apiVersion !== version.apiVersion || applied.kind !== version.kind) throw wrongKind(applied);
  if (Array.isArray(applied.metadata?.managedFields)) throw statusErrors.badRequest('metadata.managedFields must be nil');
  const mismatch = mismatchText(withoutManagedFields(applied), version.schema);
  if (mismatch !== undefined) throw unexpected(`failed to create typed patch object (${objectText(applied)}): ${mismatch}`);
}

/** Returns the error for a body of another kind or version. Models `versionCheckManager`. */
export function wrongKind(appliedObject: OwnedObject): ApiError {
  return statusErrors.badRequest(`invalid object type: ${kindText(appliedObject)}`);
}

/** Returns a 500 with the plain message, for errors that upstream does not expect. */
export function unexpected(message: string): ApiError {
  return new ApiError({ code: 500, reason: '', message });
}

/**
 * Returns the error for an apply whose result does not fit its type, with reason `detail`: a fraction of a replica. Models the second half
 * of `structuredMergeManager.Apply`.
 */
export function unfitOutcome(appliedObject: OwnedObject, detail: string): ApiError {
  const conversion = `unable to convert unstructured object to ${kindText(appliedObject)}`;
  return unexpected(`failed to convert new object (${objectText(appliedObject)}) to proper version: ${conversion}: ${detail}`);
}

/** Returns an object's name in such messages: `default/web; apps/v1, Kind=Deployment`. */
export function objectText(object: OwnedObject): string {
  return `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}; ${kindText(object)}`;
}

/** Returns `apps/v1, Kind=Deployment` or `/v1, Kind=Pod`. Values other than strings count as ''. */
function kindText({ apiVersion, kind }: OwnedObject): string {
  const [version, name] = [apiVersion, kind].map((value: unknown) => (typeof value === 'string' ? value : '')) as [string, string];
  return `${version.includes('/') ? version : `/${version}`}, Kind=${name}`;
}
