import { statusErrors } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';
import type { Target } from './target.ts';

/**
 * Checks that the body's name equals the path's; the namespace is already checked. Throws BadRequest. Models `checkName` of
 * `endpoints/handlers/rest.go`.
 */
export function checkName({ name }: Target, { metadata = {} }: KubeObject): void {
  const named = metadata.name ?? '';
  if (named === '')
    throw statusErrors.badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (named !== name) throw statusErrors.badRequest(`the name of the object (${named}) does not match the name on the URL (${name})`);
}
