import { statusErrors } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { AdmissionReview } from './admission.ts';
import { commit, unchanged } from './commit.ts';
import { checkDeleteRequest, type DeleteRequest } from './delete-request.ts';
import { decideDeletion } from './deletion.ts';
import { keyOf, type Target } from './target.ts';
import { storeUpdate } from './update.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** Deletes an object, or marks it as terminating, by `deleted` of the result. */
export async function remove(
  context: RegistryContext,
  { target, deletion }: { target: Target; deletion: DeleteRequest },
  request: WriteRequest,
): Promise<WriteResult> {
  const { kind, name } = target;
  checkDeleteRequest(deletion);
  const previous = context.journal.latest(keyOf(target))?.object;
  if (previous === undefined) throw statusErrors.notFound(kind, name);
  const admitted = { target, operation: 'DELETE' as const, subresource: '', previous };
  const review = new AdmissionReview(context, admitted, request);
  review.admit();
  review.validate();
  return storeDeletion(context, { target, subresource: '', deletion, draft: previous, previous }, request);
}

/** Appends the deletion of `draft`, which is `previous` or a subresource's change of it. */
export async function storeDeletion(
  context: RegistryContext,
  removal: { target: Target; subresource: string; deletion: DeleteRequest; draft: KubeObject; previous: KubeObject },
  request: WriteRequest,
): Promise<WriteResult> {
  const { target, subresource, deletion, draft, previous } = removal;
  const decision = decideDeletion(target.kind, draft, deletion, context.clock.now());
  if (decision.type === 'pending')
    return draft === previous ? unchanged(context, target) : storeUpdate(context, { target, subresource, draft, previous }, request);
  const verb = decision.type === 'gone' ? 'delete' : 'mark-deleted';
  return commit(context, { target, verb, subresource, previous, next: decision.next }, request);
}
