import { statusErrors } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { create } from './create.ts';
import { keyOf, type Target } from './target.ts';
import { replacement, update } from './update.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** A body that is to take an object's place. */
export interface Replacement {
  readonly target: Target;
  readonly subresource: string;
  readonly body: KubeObject;
}

/** PUT: replaces an object by `body`; of an absent object it creates it, where the kind allows that. */
export function replace(context: RegistryContext, { target, subresource, body }: Replacement, request: WriteRequest): Promise<WriteResult> {
  checkName(target, body);
  const { kind, namespace, name } = target;
  const absent = context.journal.latest(keyOf(target)) === undefined;
  if (absent && subresource === '' && kind.strategy.allowCreateOnUpdate === true)
    return create(context, { kind, namespace, body, name }, request);
  return update(context, { target, subresource, change: (previous) => replacement(target, body, previous) }, request);
}

/** The body must be of the object the path names. Throws BadRequest. Models `checkName` of `endpoints/handlers/rest.go`. */
function checkName({ namespace, name }: Target, { metadata = {} }: KubeObject): void {
  const named = metadata.name ?? '';
  if (named === '')
    throw statusErrors.badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (named !== name) throw statusErrors.badRequest(`the name of the object (${named}) does not match the name on the URL (${name})`);
  const space = metadata.namespace ?? '';
  if (namespace !== '' && space !== '' && space !== namespace)
    throw statusErrors.badRequest(`the namespace of the object (${space}) does not match the namespace on the request (${namespace})`);
}
