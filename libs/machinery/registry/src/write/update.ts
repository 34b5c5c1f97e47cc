import { fieldErrors, optimisticLock, sameFields, statusErrors } from '@klockwork/api-machinery';
import type { KindDefinition, KubeObject, SubresourceStrategy } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { inVersion, toStoredVersion } from '../versions.ts';
import { type AdmissionInput, AdmissionReview } from './admission.ts';
import { allocate } from './allocate.ts';
import { checkName } from './check-name.ts';
import { commit, type DecidedChange, unchanged } from './commit.ts';
import { storeWithCompanions } from './companion.ts';
import { completesDeletion } from './deletion.ts';
import { sameManagers, trackFields } from './field-managers.ts';
import { draftMeta } from './metadata.ts';
import { settleNamespace } from './namespace.ts';
import { settleOwners } from './owner-references.ts';
import { hasChanged, nextAttempt } from './start-over.ts';
import { keyOf, type Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** Update of an object ('') or of a subresource with the same kind as body. */
export interface Update {
  readonly target: Target;
  readonly subresource: string;
  /** Returns a fresh draft without parts of the frozen newest state. Throws to refuse. */
  change(previous: KubeObject): KubeObject;
  /** True if an apply already set the draft's managedFields. */
  readonly tracked?: true;
}

/** Draft, and the object it replaces. */
export interface DecidedUpdate {
  readonly target: Target;
  readonly subresource: string;
  readonly draft: KubeObject;
  readonly previous: KubeObject;
  /** `draft` in the version of the log, after a conversion. */
  readonly stored?: KubeObject | undefined;
  /** True if the log has the object in an earlier storage version: a write without changes stores it anew. */
  readonly isOutdated?: boolean;
  readonly auditAnnotations?: DecidedChange['auditAnnotations'];
}

/**
 * Decides an update on the newest state and appends it in the same turn, unless it changes nothing. An update that waited for webhooks starts
 * over if the object has changed meanwhile. Models `Store.Update` and `rest.BeforeUpdate`.
 */
export async function update(context: RegistryContext, write: Update, request: WriteRequest, attempt = 1): Promise<WriteResult> {
  const { target, subresource, change, tracked } = write;
  const { kind, namespace, name } = target;
  const live = context.journal.latest(keyOf(target));
  if (live === undefined) throw statusErrors.notFound(kind, name);
  const previous = kind.conversion === undefined ? live.object : await inVersion(context, kind, live.object);
  const draft = change(previous);
  settleNamespace(kind, draftMeta(draft), namespace);
  checkName(target, draft);
  kind.strategy.default(draft);
  settleOwners(draft, request.warn);
  const late = subresource !== '' && subresource !== 'status';
  if (tracked !== true && !late) trackFields(context, { target, subresource, draft, previous }, request);
  const admitted = { target, operation: 'UPDATE' as const, subresource, draft, previous };
  const review = new AdmissionReview(context, admitted, request);
  review.admit();
  const mutating = review.callMutating();
  if (mutating !== undefined) await settled(mutating, admitted, request);
  checkVersion(target, draft, previous);
  prepare(context, admitted, request);
  // Such subresources keep most stored fields, so writers own only the others.
  if (tracked !== true && late) trackFields(context, { target, subresource, draft, previous }, request);
  validate(admitted, request);
  review.validate();
  const validating = review.callValidating();
  if (validating !== undefined) await validating;
  const storedObject = request.dryRun || kind.conversion === undefined ? undefined : await toStoredVersion(context, kind, draft);
  if (mutating !== undefined || validating !== undefined || kind.conversion !== undefined) {
    if (hasChanged(context, target, live.revision)) return update(context, write, request, nextAttempt(attempt));
    review.validateAgain();
  }
  if (subresource === '') allocate(context, { target, draft, previous });
  const isOutdated = storedObject !== undefined && storedObject.apiVersion !== live.object.apiVersion;
  const companions = review.companions();
  const { auditAnnotations } = review;
  const decided = { target, subresource, draft, previous, stored: storedObject, isOutdated, auditAnnotations };
  const store = () => storeUpdate(context, decided, request);
  return storeWithCompanions(context, { companions, store }, request);
}

/** Awaits mutations, and settles the metadata that they may have changed. */
async function settled(mutating: Promise<void>, { target, draft }: AdmittedUpdate, { warn }: WriteRequest): Promise<void> {
  await mutating;
  settleNamespace(target.kind, draftMeta(draft), target.namespace);
  settleOwners(draft, warn);
}

function validate({ target: { kind, name }, subresource, draft, previous }: AdmittedUpdate, request: WriteRequest): void {
  const errors = rulesOf(kind, subresource).validateUpdate(draft, previous);
  if (errors.length > 0) throw statusErrors.invalid(kind, name, errors);
  for (const text of subresource === '' ? (kind.strategy.warnings?.(draft, previous) ?? []) : []) request.warn(text);
}

/** Appends a decided update, unless it changes nothing; removal of a terminating object's last finalizer deletes it. */
export async function storeUpdate(context: RegistryContext, update: DecidedUpdate, request: WriteRequest): Promise<WriteResult> {
  const { target, subresource, draft, previous, isOutdated = false } = update;
  const { stored, auditAnnotations } = update;
  const change = { target, subresource, previous, next: draft, stored, auditAnnotations };
  if (completesDeletion(target.kind, draft, previous)) return commit(context, { ...change, verb: 'delete' }, request);
  if (!isOutdated && changesNothing(draft, previous)) return unchanged(context, target);
  return commit(context, { ...change, verb: 'update' }, request);
}

/** Changed ownership counts; changed entry times do not. Bodies may omit kind and version, which stored objects always have. */
function changesNothing(draft: KubeObject, previous: KubeObject): boolean {
  const { metadata = {} } = draft;
  const { metadata: before = {} } = previous;
  return (
    sameFields(draft, previous, APART) &&
    sameFields(metadata, before, MANAGERS) &&
    sameManagers(metadata.managedFields, before.managedFields)
  );
}

const APART: ReadonlySet<string> = new Set(['kind', 'apiVersion', 'metadata']);
const MANAGERS: ReadonlySet<string> = new Set(['managedFields']);

/**
 * Compare-and-set when the draft names a version; otherwise the newest is replaced, where the kind allows that.
 * Throws Conflict or Invalid.
 */
export function checkVersion({ kind, name }: Target, draft: KubeObject, previous: KubeObject): void {
  const meta = draftMeta(draft);
  const newest = previous.metadata?.resourceVersion ?? '';
  const version = meta.resourceVersion === '0' ? '' : (meta.resourceVersion ?? '');
  if (version === '' && kind.strategy.allowUnconditionalUpdate === false) {
    // Upstream's error names the resource in place of the kind.
    const details = { group: kind.group, kind: kind.resource };
    throw statusErrors.invalid(details, name, [fieldErrors.invalid('metadata.resourceVersion', 0, 'must be specified for an update')]);
  }
  if (version !== '' && version !== newest) throw statusErrors.conflict(kind, name, optimisticLock);
  meta.resourceVersion = newest;
}

type AdmittedUpdate = AdmissionInput & Pick<DecidedUpdate, 'draft' | 'previous'>;

/** Restores immutable fields around the kind's own rules. */
function prepare(
  { clock }: RegistryContext,
  { target: { kind }, draft, previous, subresource }: AdmittedUpdate,
  { actor }: WriteRequest,
): void {
  keepGeneration(draft, previous);
  rulesOf(kind, subresource).prepareForUpdate(draft, previous, { now: clock.now(), subresource, user: actor.user });
  keepSystemMetadata(draft, previous);
}

function rulesOf(kind: KindDefinition, subresource: string): SubresourceStrategy {
  if (subresource === '') return kind.strategy;
  const rules = subresource === 'status' ? kind.status : kind.subresources?.[subresource];
  if (rules === undefined) throw statusErrors.pathNotFound();
  return rules;
}

function keepGeneration(draft: KubeObject, previous: KubeObject): void {
  const generation = previous.metadata?.generation;
  if (generation === undefined) delete draftMeta(draft).generation;
  else draftMeta(draft).generation = generation;
}

/**
 * Keeps the creation time and the deletion mark. A body that sets a deletion time is refused with other immutable fields. Models the second
 * half of `rest.BeforeUpdate`.
 */
function keepSystemMetadata(draft: KubeObject, previous: KubeObject): void {
  const meta = draftMeta(draft);
  const { uid = '', creationTimestamp = '', deletionTimestamp, deletionGracePeriodSeconds } = previous.metadata ?? {};
  if ((meta.uid ?? '') === '') meta.uid = uid;
  meta.creationTimestamp = creationTimestamp;
  if (deletionTimestamp !== undefined) meta.deletionTimestamp = deletionTimestamp;
  if (deletionGracePeriodSeconds !== undefined) meta.deletionGracePeriodSeconds ??= deletionGracePeriodSeconds;
  delete meta.selfLink;
}

/** Returns the body of a PUT itself. Throws Conflict for another UID than `previous`. */
export function replacement(target: Target, body: KubeObject, previous: KubeObject): KubeObject {
  checkUid(target, body, previous.metadata?.uid ?? '');
  return body;
}

/**
 * Throws Conflict for another UID in `body` than in the stored object; '' for an absent one. Models `Preconditions.Check` of upstream's
 * storage.
 */
export function checkUid(target: Target, body: KubeObject, uid: string): void {
  const precondition = body.metadata?.uid ?? '';
  if (precondition !== '' && precondition !== uid)
    throw statusErrors.conflict(target.kind, target.name, uidPrecondition(target, precondition, uid));
}

/** Upstream's storage names its own key. */
function uidPrecondition({ kind, namespace, name }: Target, requiredUid: string, uid: string): string {
  const key = ['/registry', kind.resource, namespace, name].filter((part) => part !== '').join('/');
  const detail = `Precondition failed: UID in precondition: ${requiredUid}, UID in object meta: ${uid}`;
  return `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${detail}`;
}
