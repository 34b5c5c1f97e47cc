import { assert } from '@klockwork/kernel';
import { API_SERVER, type WriteRequest, writeRequest } from '@klockwork/registry';
import { type KindDefinition, kindOf, type ResourceRef } from '@klockwork/resources';

/** Returns a write of the API server itself. `correlationId`: its occasion; `manager`: owner of its fields. */
export function ownWrite({ correlationId, cause, manager = 'kube-apiserver' }: OwnWrite): WriteRequest {
  return writeRequest({ actor: API_SERVER, correlationId, cause, manager, fieldValidation: 'Strict' });
}

type OwnWrite = Pick<WriteRequest, 'correlationId' | 'cause'> & { readonly manager?: string | undefined };

/** Returns a kind of every API server. */
export function builtInKind({ group, resource }: ResourceRef): KindDefinition {
  const kind = kindOf(group, resource);
  assert(kind !== undefined, `${resource} are served`);
  return kind;
}
