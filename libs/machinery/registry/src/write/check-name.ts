import { statusErrors } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';
import type { Target } from './target.ts';

/** A body must be of the object the path names. Throws BadRequest. Models `checkName` of `endpoints/handlers/rest.go`. */
export function checkName({ namespace, name }: Target, { metadata = {} }: KubeObject): void {
  const named = metadata.name ?? '';
  if (named === '')
    throw statusErrors.badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (named !== name) throw statusErrors.badRequest(`the name of the object (${named}) does not match the name on the URL (${name})`);
  const space = metadata.namespace ?? '';
  if (namespace !== '' && space !== '' && space !== namespace)
    throw statusErrors.badRequest(`the namespace of the object (${space}) does not match the namespace on the request (${namespace})`);
}
