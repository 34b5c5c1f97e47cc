import { assert } from '@klockwork/kernel';
import type { CompanionWrite } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { commit } from './commit.ts';
import { trackFields } from './field-managers.ts';
import { copyStored } from './metadata.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/**
 * Appends a write and its companion writes. Call it in the turn of the decision: `store` appends before its first await. Resolves when all
 * are durable.
 */
export async function storeWithCompanions(
  context: RegistryContext,
  { companions, store }: { companions: readonly CompanionWrite[]; store(): Promise<WriteResult> },
  request: WriteRequest,
): Promise<WriteResult> {
  const stored = store();
  if (companions.length === 0) return stored;
  const [result] = await Promise.all([stored, ...companions.map((companion) => storeCompanion(context, companion, request))]);
  return result;
}

/** Manager of companion writes: upstream's server sends them as separate requests and owns their fields. */
const SERVER = 'kube-apiserver';

function storeCompanion(context: RegistryContext, companion: CompanionWrite, request: WriteRequest): Promise<WriteResult> {
  const { resource, subresource, previous, next } = companion;
  const kind = context.kinds.find((one) => one.group === resource.group && one.resource === resource.resource);
  assert(kind !== undefined, `${resource.resource} are served`);
  const { namespace = '', name = '' } = previous.metadata ?? {};
  const target = { kind, namespace, name };
  const { form: _, ...own } = { ...request, manager: SERVER };
  const draft = copyStored(next);
  trackFields(context, { target, subresource, draft, previous }, own);
  return commit(context, { target, verb: 'update', subresource, previous, next: draft }, own);
}
