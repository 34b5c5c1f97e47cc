import { assert } from '@klockwork/kernel';
import { API_SERVER, type WriteRequest, writeRequest } from '@klockwork/registry';
import { type KindDefinition, kindOf, type ResourceRef } from '@klockwork/resources';

/** A write that nobody asked for but the API server itself. `correlationId` names the occasion; `manager` owns what is written. */
export function ownWrite({ correlationId, cause, manager = 'kube-apiserver' }: OwnWrite): WriteRequest {
  return writeRequest({ actor: API_SERVER, correlationId, cause, manager, fieldValidation: 'Strict' });
}

/** The occasion of such a write, and why it came. */
type OwnWrite = Pick<WriteRequest, 'correlationId' | 'cause'> & { readonly manager?: string | undefined };

/** A kind that every API server has. */
export function builtInKind({ group, resource }: ResourceRef): KindDefinition {
  const kind = kindOf(group, resource);
  assert(kind !== undefined, `${resource} are served`);
  return kind;
}
