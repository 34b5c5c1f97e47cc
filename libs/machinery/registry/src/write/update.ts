import { fieldErrors, optimisticLock, statusErrors } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { type Admitted, admitUpdate, validateUpdateAdmission } from './admission.ts';
import { allocate } from './allocate.ts';
import { commit, unchanged } from './commit.ts';
import { create } from './create.ts';
import { completesDeletion } from './deletion.ts';
import { draftMeta } from './metadata.ts';
import { settleNamespace } from './namespace.ts';
import { sameJson } from './same-json.ts';
import { keyOf, type Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** An update of an object, or of one of its subresources ('' for the object itself). */
export interface Update {
  readonly target: Target;
  readonly subresource: string;
  /** Makes the draft from the newest state, which is frozen. May refuse by throwing. */
  change(previous: KubeObject): KubeObject;
}

/** Replaces an object by `body`. A PUT of an absent object creates it where the kind allows that. */
export function replace(
  context: RegistryContext,
  { target, subresource, body }: { target: Target; subresource: string; body: KubeObject },
  request: WriteRequest,
): Promise<WriteResult> {
  checkName(target, body);
  const { kind, namespace, name } = target;
  const absent = context.journal.latest(keyOf(target)) === undefined;
  if (absent && subresource === '' && kind.strategy.allowCreateOnUpdate === true)
    return create(context, { kind, namespace, body, name }, request);
  return update(context, { target, subresource, change: (previous) => replacement(target, body, previous) }, request);
}

/**
 * Decides an update on the newest state and appends it in one turn. What changes nothing is not appended.
 * Models `Store.Update` and `rest.BeforeUpdate`.
 */
export async function update(
  context: RegistryContext,
  { target, subresource, change }: Update,
  request: WriteRequest,
): Promise<WriteResult> {
  const { kind, namespace, name } = target;
  const previous = context.journal.latest(keyOf(target))?.object;
  if (previous === undefined) throw statusErrors.notFound(kind, name);
  const draft = change(previous);
  settleNamespace(kind, draftMeta(draft), namespace);
  kind.strategy.default(draft);
  const attempt = { kind, namespace, draft, previous, subresource };
  admitUpdate(context, attempt, request);
  checkVersion(target, draft, previous);
  prepare(context, attempt, request);
  validate(target, subresource, draft, previous);
  for (const text of subresource === '' ? (kind.strategy.warnings?.(draft, previous) ?? []) : []) request.warn(text);
  validateUpdateAdmission(context, attempt, request);
  if (subresource === '') allocate(context, { target, draft, previous }, request);
  return write(context, { target, subresource, draft, previous }, request);
}

async function write(
  context: RegistryContext,
  { target, subresource, draft, previous }: { target: Target; subresource: string; draft: KubeObject; previous: KubeObject },
  request: WriteRequest,
): Promise<WriteResult> {
  if (completesDeletion(target.kind, draft, previous))
    return commit(context, { target, verb: 'delete', subresource, previous, next: draft }, request);
  if (sameJson(draft, previous)) return (await unchanged(context, target)) as WriteResult;
  return commit(context, { target, verb: 'update', subresource, previous, next: draft }, request);
}

type Attempt = Admitted & { readonly previous: KubeObject; readonly subresource: string };

/** Keeps what no update may touch, then lets the kind's rules work. */
function prepare({ clock }: RegistryContext, { kind, draft, previous, subresource }: Attempt, { actor }: WriteRequest): void {
  const meta = draftMeta(draft);
  const was = previous.metadata ?? {};
  if (was.generation === undefined) delete meta.generation;
  else meta.generation = was.generation;
  const rules = subresource === 'status' && kind.status !== undefined ? kind.status : kind.strategy;
  rules.prepareForUpdate(draft, previous, { now: clock.now(), subresource, user: actor.user });
  meta.uid = meta.uid === undefined || meta.uid === '' ? (was.uid ?? '') : meta.uid;
  meta.creationTimestamp = was.creationTimestamp ?? '';
  if (was.deletionTimestamp !== undefined) meta.deletionTimestamp = was.deletionTimestamp;
  else delete meta.deletionTimestamp;
  if (was.deletionGracePeriodSeconds !== undefined) meta.deletionGracePeriodSeconds ??= was.deletionGracePeriodSeconds;
  else delete meta.deletionGracePeriodSeconds;
  delete meta.managedFields;
  delete meta.selfLink;
}

function validate({ kind, name }: Target, subresource: string, draft: KubeObject, previous: KubeObject): void {
  const rules = subresource === 'status' && kind.status !== undefined ? kind.status : kind.strategy;
  const errors = rules.validateUpdate(draft, previous);
  if (errors.length > 0) throw statusErrors.invalid(kind, name, errors);
}

/** Compare-and-set when the draft names a version; otherwise the newest is replaced, where the kind allows that. */
function checkVersion({ kind, name }: Target, draft: KubeObject, previous: KubeObject): void {
  const meta = draftMeta(draft);
  const newest = previous.metadata?.resourceVersion ?? '';
  const asked = meta.resourceVersion ?? '';
  if (asked === '' && kind.strategy.allowUnconditionalUpdate === false) {
    throw statusErrors.invalid(kind, name, [fieldErrors.invalid('metadata.resourceVersion', 0, 'must be specified for an update')]);
  }
  if (asked !== '' && asked !== newest) throw statusErrors.conflict(kind, name, optimisticLock);
  meta.resourceVersion = newest;
}

function replacement({ kind, namespace, name }: Target, body: KubeObject, previous: KubeObject): KubeObject {
  const asked = body.metadata?.uid ?? '';
  const uid = previous.metadata?.uid ?? '';
  if (asked !== '' && asked !== uid) {
    const key = ['/registry', kind.resource, namespace, name].filter((part) => part !== '').join('/');
    const detail = `Precondition failed: UID in precondition: ${asked}, UID in object meta: ${uid}`;
    throw statusErrors.conflict(
      kind,
      name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${detail}`,
    );
  }
  return copy(body) as KubeObject;
}

/** The body must be of the object the path names. Models `checkName` of `endpoints/handlers/rest.go`. */
function checkName({ namespace, name }: Target, { metadata = {} }: KubeObject): void {
  const named = metadata.name ?? '';
  if (named === '')
    throw statusErrors.badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (named !== name) throw statusErrors.badRequest(`the name of the object (${named}) does not match the name on the URL (${name})`);
  const space = metadata.namespace ?? '';
  if (namespace !== '' && space !== '' && space !== namespace)
    throw statusErrors.badRequest(`the namespace of the object (${space}) does not match the namespace on the request (${namespace})`);
}
