import { statusErrors } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import type { ManagedFieldsEntry } from '@klockwork/managed-fields';
import type { KubeObject, ProjectedSubresource } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { inVersion, toStoredVersion } from '../versions.ts';
import { AdmissionReview, viewOf } from './admission.ts';
import { checkName } from './check-name.ts';
import { storeWithCompanions } from './companion.ts';
import { storeDeletion } from './delete.ts';
import { checkDeleteRequest, type DeleteRequest } from './delete-request.ts';
import { decideDeletion } from './deletion.ts';
import { setManagers, trackFields } from './field-managers.ts';
import { copyStored, draftMeta } from './metadata.ts';
import { settleNamespace } from './namespace.ts';
import { hasChanged, nextAttempt } from './start-over.ts';
import { keyOf, type Target } from './target.ts';
import { checkVersion, type DecidedUpdate, storeUpdate } from './update.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** Write through a subresource with another kind as body; the subresource defines its effect on the object. */
export interface ProjectedWrite {
  readonly target: Target;
  readonly subresource: string;
  readonly rules: ProjectedSubresource;
  /** A POST to a subresource is a CREATE in admission. */
  readonly operation: 'CREATE' | 'UPDATE';
  /** Returns the body from the present object; for a patch, from the subresource's representation. Throws to refuse. */
  body(previous: KubeObject): KubeObject;
  /** Delete options, if the subresource deletes. */
  readonly deletion?: DeleteRequest;
  /** Returns the managedFields of an apply, after `body`. */
  managedFields?(): readonly ManagedFieldsEntry[] | undefined;
}

/** Decides and appends in one turn, unless webhooks are called; starts over if the object changes meanwhile. */
export async function writeProjected(
  context: RegistryContext,
  write: ProjectedWrite,
  request: WriteRequest,
  attempt = 1,
): Promise<WriteResult> {
  const { target, subresource, rules } = write;
  const { kind, namespace, name } = target;
  const live = context.journal.latest(keyOf(target));
  if (live === undefined) throw statusErrors.notFound(kind, name);
  const previous = kind.conversion === undefined ? live.object : await inVersion(context, kind, live.object);
  const draft = copyStored(previous);
  // Copied, since plugins may change it and the sender may still use it.
  const body = copy(write.body(previous)) as KubeObject;
  settleNamespace(kind, draftMeta(body), namespace);
  const previousBody = write.operation === 'UPDATE' ? (rules.patched ?? rules.read)?.(previous) : undefined;
  const admitted = { target, operation: write.operation, subresource, draft, body, bodyKind: rules.kind, previousBody, previous };
  const review = new AdmissionReview(context, admitted, request);
  review.admit();
  const mutating = review.callMutating();
  if (mutating !== undefined) await mutating;
  const written = { now: context.clock.now(), subresource, user: request.actor.user };
  if (write.operation === 'UPDATE') checkName(target, body);
  const errors = rules.write(draft, body, written);
  if (errors.length > 0) throw statusErrors.invalid(rules.kind, name, errors);
  const validating = review.callValidating();
  if (validating !== undefined) await validating;
  const waited = mutating !== undefined || validating !== undefined;
  if (waited && hasChanged(context, target, live.revision)) return writeProjected(context, write, request, nextAttempt(attempt));
  const decided = { target, subresource, draft, previous, auditAnnotations: review.auditAnnotations };
  if (rules.outcome === 'delete') return deleteProjected(context, { ...decided, write }, request);
  checkVersion(target, draft, previous);
  // The effect of a POST (binding, eviction) belongs to the server, not the client.
  if (write.managedFields !== undefined) setManagers(draft, write.managedFields());
  else if (write.operation === 'UPDATE') trackFields(context, decided, request);
  review.validate();
  if (kind.conversion === undefined) return storeUpdate(context, decided, request);
  const storedObject = await toStoredVersion(context, kind, draft);
  if (hasChanged(context, target, live.revision)) return writeProjected(context, write, request, nextAttempt(attempt));
  return storeUpdate(context, { ...decided, stored: storedObject }, request);
}

/** Appends an eviction and its companion writes. */
function deleteProjected(
  context: RegistryContext,
  { write, ...decided }: DecidedUpdate & { readonly write: ProjectedWrite },
  request: WriteRequest,
): Promise<WriteResult> {
  const { rules, deletion = {} } = write;
  const { target, subresource, draft, previous } = decided;
  const written = { now: context.clock.now(), subresource, user: request.actor.user };
  checkDeleteRequest(deletion);
  const companions = rules.companions?.(previous, viewOf(context), written) ?? [];
  // A refused deletion also prevents all other writes.
  decideDeletion(target.kind, draft, deletion, written.now);
  const store = () => storeDeletion(context, { ...decided, deletion }, request);
  return storeWithCompanions(context, { companions, store }, request);
}
