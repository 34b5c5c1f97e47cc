import { statusErrors } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';
import type { Target } from './target.ts';

/**
 * A body must be of the object the path names; that its namespace is the path's has been seen to. Throws BadRequest.
 * Models `checkName` of `endpoints/handlers/rest.go`.
 */
export function checkName({ name }: Target, { metadata = {} }: KubeObject): void {
  const named = metadata.name ?? '';
  if (named === '')
    throw statusErrors.badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (named !== name) throw statusErrors.badRequest(`the name of the object (${named}) does not match the name on the URL (${name})`);
}
