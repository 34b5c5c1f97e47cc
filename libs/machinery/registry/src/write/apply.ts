import { convertMismatch, DecodeError, fitSchema, formatTime, statusErrors } from '@klockwork/api-machinery';
import { ApiError } from '@klockwork/kernel';
import { applyManagedFields, type ManagedFieldsEntry, type OwnedObject, unfitOutcome, wrongKind } from '@klockwork/managed-fields';
import { schemaOf } from '@klockwork/openapi';
import type { KindDefinition, KubeObject, ProjectedSubresource, ServedForm } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { checkName } from './check-name.ts';
import { create } from './create.ts';
import { setManagers } from './field-managers.ts';
import { asStored, inForm, managedKind } from './managed-kind.ts';
import { draftMeta } from './metadata.ts';
import { settleNamespace } from './namespace.ts';
import { apiVersionOf } from './ordered-object.ts';
import { withOtherVersions } from './other-versions.ts';
import { writeProjected } from './projected.ts';
import { nextAttempt } from './start-over.ts';
import { keyOf, type Target } from './target.ts';
import { update } from './update.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** Desired state of an object for server-side apply. */
export interface Application {
  readonly target: Target;
  readonly subresource: string;
  /** Body as sent, without defaults or schema conversion. */
  readonly applied: OwnedObject;
  /** Takes over fields of other owners instead of a conflict. */
  readonly force: boolean;
}

/**
 * Applies a body server-side: merges it into the newest state, or creates the object. Decides and appends in one turn, unless webhooks are
 * called. Throws Conflict with fields of other owners. Models `applyPatcher` of `endpoints/handlers/patch.go`.
 */
export async function apply(context: RegistryContext, application: Application, request: WriteRequest, attempt = 1): Promise<WriteResult> {
  const { target, subresource } = application;
  const { kind, namespace, name } = target;
  const rules = kind.projected?.[subresource];
  if (rules !== undefined) return applyScale(context, { ...application, rules }, request);
  const isKnown = context.journal.latest(keyOf(target)) !== undefined;
  const change = (live: KubeObject) => appliedDraft(context, application, live, request);
  if (isKnown) return update(context, { target, subresource, change, tracked: true }, request);
  const draft = appliedDraft(context, application, undefined, request);
  if (subresource !== '') throw statusErrors.notFound(kind, name);
  checkNew(target, draft);
  try {
    return await create(context, { kind, namespace, name, body: draft, tracked: true }, request);
  } catch (error) {
    // Created by another write, while this one waited for webhooks.
    if (!ApiError.is(error, 'AlreadyExists')) throw error;
    return apply(context, application, request, nextAttempt(attempt));
  }
}

/**
 * Applies to a scale: the number of replicas is the object's own, and owned as its field. Throws NotFound.
 * Models `ScaleHandler` of apimachinery's managedfields.
 */
function applyScale(
  context: RegistryContext,
  { rules, ...application }: Application & { readonly rules: ProjectedSubresource },
  request: WriteRequest,
): Promise<WriteResult> {
  const { target, subresource } = application;
  let managedFields: readonly ManagedFieldsEntry[] | undefined;
  const body = (live: KubeObject) => {
    const appliedObject = ofScaled(target.kind, rules, application.applied);
    const draft = appliedDraft(context, { ...application, applied: appliedObject }, live, request);
    managedFields = draft.metadata?.managedFields as readonly ManagedFieldsEntry[] | undefined;
    return rules.read?.(draft) ?? draft;
  };
  return writeProjected(context, { target, subresource, rules, operation: 'UPDATE', body, managedFields: () => managedFields }, request);
}

/** Converts an applied scale to the object's kind. Throws BadRequest for other kinds, including the object's own. */
function ofScaled(kind: KindDefinition, rules: ProjectedSubresource, appliedObject: OwnedObject): OwnedObject {
  if (appliedObject.kind !== rules.kind.kind || appliedObject.apiVersion !== apiVersionOf(rules.kind)) throw wrongKind(appliedObject);
  return { ...appliedObject, apiVersion: apiVersionOf(kind), kind: kind.kind };
}

/** Returns the merged object with its managedFields. Fresh. */
function appliedDraft(
  { clock }: RegistryContext,
  { target: { kind }, subresource, applied, force }: Application,
  live: KubeObject | undefined,
  { manager, form }: WriteRequest,
): KubeObject {
  const result = applyManagedFields({
    target: managedKind(kind, subresource, form),
    manager,
    subresource,
    now: formatTime(clock.now()),
    applied,
    force,
    ...(live && { live: inForm(kind, live, form) }),
  });
  if (result.type === 'conflict') throw result.error;
  const draft = asStored(kind, fitted(result.object, applied, form ?? kind), form);
  const before = live?.metadata?.managedFields as readonly ManagedFieldsEntry[] | undefined;
  setManagers(draft, kind.conversion === undefined ? result.managedFields : withOtherVersions(kind, before, result.managedFields));
  return draft;
}

/** Converts the result of an apply to its type: merged numbers may be out of range. */
function fitted(outcome: OwnedObject, appliedObject: OwnedObject, { definition }: KindDefinition | ServedForm): KubeObject {
  try {
    return fitSchema(outcome, schemaOf(definition), convertMismatch) as KubeObject;
  } catch (error) {
    if (error instanceof DecodeError) throw unfitOutcome(appliedObject, error.message);
    throw error;
  }
}

/** A body with a UID requires an existing object. */
function checkNew(target: Target, draft: KubeObject): void {
  const uid = draft.metadata?.uid ?? '';
  const detail = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
  if (uid !== '') throw statusErrors.conflict(target.kind, target.name, detail);
  settleNamespace(target.kind, draftMeta(draft), target.namespace);
  checkName(target, draft);
}
