import { statusErrors } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import type { ManagedFieldsEntry } from '@klockwork/managed-fields';
import type { KubeObject, ProjectedSubresource } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { AdmissionReview, viewOf } from './admission.ts';
import { checkName } from './check-name.ts';
import { storeWithCompanions } from './companion.ts';
import { storeDeletion } from './delete.ts';
import { checkDeleteRequest, type DeleteRequest } from './delete-request.ts';
import { decideDeletion } from './deletion.ts';
import { setManagers, trackFields } from './field-managers.ts';
import { copyStored, draftMeta } from './metadata.ts';
import { settleNamespace } from './namespace.ts';
import { keyOf, type Target } from './target.ts';
import { checkVersion, storeUpdate } from './update.ts';
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
  /** Resulting managedFields of an apply. */
  readonly managedFields?: readonly ManagedFieldsEntry[] | undefined;
}

/** Decides and appends in one turn. */
export async function writeProjected(context: RegistryContext, write: ProjectedWrite, request: WriteRequest): Promise<WriteResult> {
  const { target, subresource, rules } = write;
  const { kind, namespace, name } = target;
  const previous = context.journal.latest(keyOf(target))?.object;
  if (previous === undefined) throw statusErrors.notFound(kind, name);
  const draft = copyStored(previous);
  // Copied, since plugins may change it and the sender may still use it.
  const body = copy(write.body(previous)) as KubeObject;
  settleNamespace(kind, draftMeta(body), namespace);
  const admitted = { target, operation: write.operation, subresource, draft, body, previous };
  const review = new AdmissionReview(context, admitted, request);
  review.admit();
  const written = { now: context.clock.now(), subresource, user: request.actor.user };
  if (write.operation === 'UPDATE') checkName(target, body);
  const errors = rules.write(draft, body, written);
  if (errors.length > 0) throw statusErrors.invalid(rules.kind, name, errors);
  if (rules.outcome === 'delete') {
    const deletion = write.deletion ?? {};
    checkDeleteRequest(deletion);
    const companions = rules.companions?.(previous, viewOf(context), written) ?? [];
    // A refused deletion also prevents all other writes.
    decideDeletion(kind, draft, deletion, written.now);
    const store = () => storeDeletion(context, { target, subresource, deletion, draft, previous }, request);
    return storeWithCompanions(context, { companions, store }, request);
  }
  checkVersion(target, draft, previous);
  // The effect of a POST (binding, eviction) belongs to the server, not the client.
  if ('managedFields' in write) setManagers(draft, write.managedFields);
  else if (write.operation === 'UPDATE') trackFields(context, { target, subresource, draft, previous }, request);
  review.validate();
  return storeUpdate(context, { target, subresource, draft, previous }, request);
}
