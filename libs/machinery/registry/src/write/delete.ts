import { statusErrors } from '@klockwork/api-machinery';
import type { RegistryContext } from '../context.ts';
import { inOrder, inVersion } from '../versions.ts';
import { AdmissionReview } from './admission.ts';
import { commit, unchanged } from './commit.ts';
import { checkDeleteRequest, type DeleteRequest } from './delete-request.ts';
import { decideDeletion } from './deletion.ts';
import { hasChanged, nextAttempt } from './start-over.ts';
import { keyOf, type Target } from './target.ts';
import { type DecidedUpdate, storeUpdate } from './update.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** Deletion of an object. */
export interface Removal {
  readonly target: Target;
  readonly deletion: DeleteRequest;
  /** True for an object of a deleted collection. */
  readonly inCollection?: true;
}

/** Deletes an object, or marks it as terminating, by `deleted` of the result. Starts over if the object changes during calls to webhooks. */
export async function remove(context: RegistryContext, removal: Removal, request: WriteRequest, attempt = 1): Promise<WriteResult> {
  const { target, deletion, inCollection } = removal;
  const { kind, name } = target;
  checkDeleteRequest(deletion);
  const live = context.journal.latest(keyOf(target));
  if (live === undefined) throw statusErrors.notFound(kind, name);
  const previous = kind.conversion === undefined ? live.object : await inVersion(context, kind, live.object);
  const options = { ...deletion, ...request.options?.() };
  const admitted = { target, operation: 'DELETE' as const, subresource: '', previous, options, inCollection };
  const review = new AdmissionReview(context, admitted, request);
  review.admit();
  const mutating = review.callMutating();
  if (mutating !== undefined) await mutating;
  review.validate();
  const validating = review.callValidating();
  if (validating !== undefined) await validating;
  const waited = mutating !== undefined || validating !== undefined || kind.conversion !== undefined;
  if (waited && hasChanged(context, target, live.revision)) return remove(context, removal, request, nextAttempt(attempt));
  // Deletion changes metadata only: the object stays in its version.
  const { auditAnnotations } = review;
  return storeDeletion(
    context,
    { target, subresource: '', deletion, draft: live.object, previous: live.object, auditAnnotations },
    request,
  );
}

/** Appends the deletion of `draft`, which is `previous` or a subresource's change of it. */
export async function storeDeletion(
  context: RegistryContext,
  removal: DecidedUpdate & { readonly deletion: DeleteRequest },
  request: WriteRequest,
): Promise<WriteResult> {
  const { target, subresource, deletion, draft, previous, auditAnnotations } = removal;
  const decision = decideDeletion(target.kind, draft, deletion, context.clock.now());
  if (decision.type === 'pending')
    return draft === previous
      ? unchanged(context, target)
      : storeUpdate(context, { target, subresource, draft, previous, auditAnnotations }, request);
  const verb = decision.type === 'gone' ? 'delete' : 'mark-deleted';
  const storedObject = target.kind.conversion && inOrder(target.kind, decision.next, previous.apiVersion ?? '');
  return commit(context, { target, verb, subresource, previous, next: decision.next, stored: storedObject, auditAnnotations }, request);
}
