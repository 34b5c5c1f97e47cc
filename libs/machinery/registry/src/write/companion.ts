import { assert } from '@klockwork/kernel';
import type { CompanionWrite } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { commit } from './commit.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** Appends a write that goes with another one. Must be called in the turn in which both were decided. */
export function storeCompanion(context: RegistryContext, companion: CompanionWrite, request: WriteRequest): Promise<WriteResult> {
  const { resource, subresource, previous, next } = companion;
  const kind = context.kinds.find((one) => one.group === resource.group && one.resource === resource.resource);
  assert(kind !== undefined, `${resource.resource} are served`);
  const { namespace = '', name = '' } = previous.metadata ?? {};
  return commit(context, { target: { kind, namespace, name }, verb: 'update', subresource, previous, next }, request);
}
