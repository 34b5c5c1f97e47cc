import { formatTime, GENERATED_SUFFIX_LENGTH, generateName, statusErrors } from '@klockwork/api-machinery';
import { ApiError, copy } from '@klockwork/kernel';
import type { KindDefinition, KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { toStoredVersion } from '../versions.ts';
import { AdmissionReview } from './admission.ts';
import { allocate } from './allocate.ts';
import { commit } from './commit.ts';
import { storeWithCompanions } from './companion.ts';
import { trackFields } from './field-managers.ts';
import { trackKnown } from './known-body.ts';
import { draftMeta } from './metadata.ts';
import { settleNamespace } from './namespace.ts';
import { settleOwners } from './owner-references.ts';
import { keyOf, type Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** How many generated names are tried. Models `maxNameGenerationCreateAttempts`. */
const GENERATED_NAMES_MAX = 8;

/** Create request. `body` is decoded, and copied before changes. */
export interface Creation {
  readonly kind: KindDefinition;
  readonly namespace: string;
  readonly body: KubeObject;
  /** Name in the path of a creating PUT. */
  readonly name?: string;
  /** True if an apply already set the body's managedFields. */
  readonly tracked?: true;
  /** True for a frozen, valid body that is part of this program: it is not validated, and its managedFields are computed once. */
  readonly isKnown?: true | undefined;
}

/** Creates an object, with a generated name on request. Models `Store.Create` and `rest.BeforeCreate`. */
export async function create(context: RegistryContext, creation: Creation, request: WriteRequest): Promise<WriteResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await createOnce(context, creation, request);
    } catch (error) {
      if (!generatesName(creation.body) || !ApiError.is(error, 'AlreadyExists') || attempt === GENERATED_NAMES_MAX) throw error;
    }
  }
}

/** Decides and appends in one turn, unless webhooks are called. */
function createOnce(context: RegistryContext, creation: Creation, request: WriteRequest): Promise<WriteResult> {
  const { kind, namespace } = creation;
  const draft = draftOf(context, creation);
  const target = { kind, namespace, name: draft.metadata?.name ?? '' };
  settleOwners(draft, request.warn);
  if (creation.isKnown) trackKnown(context, { target, draft, body: creation.body }, request);
  else if (creation.tracked !== true) trackFields(context, { target, subresource: '', draft }, request);
  const generateName = generatesName(creation.body) ? creation.body.metadata?.generateName : undefined;
  const admitted = { target, operation: 'CREATE' as const, subresource: '', draft, generateName };
  const review = new AdmissionReview(context, admitted, request);
  review.admit();
  const mutating = review.callMutating();
  if (mutating === undefined) return createAdmitted(context, { target, draft, creation, review }, request);
  return mutating.then(() => {
    settleMutated(target, draft, request);
    const namedTarget = { ...target, name: draft.metadata?.name ?? '' };
    return createAdmitted(context, { target: namedTarget, draft, creation, review }, request);
  });
}

/** Create after mutating admission. */
interface AdmittedCreation {
  readonly target: Target;
  readonly draft: KubeObject;
  readonly creation: Creation;
  readonly review: AdmissionReview;
}

function createAdmitted(context: RegistryContext, admittedCreation: AdmittedCreation, request: WriteRequest): Promise<WriteResult> {
  const { target, draft, creation, review } = admittedCreation;
  const { kind, name } = target;
  const { actor, groups, warn } = request;
  kind.strategy.prepareForCreate(draft, { now: context.clock.now(), subresource: '', user: actor.user, groups, warn });
  const errors = creation.isKnown ? [] : kind.strategy.validate(draft);
  if (errors.length > 0) throw statusErrors.invalid(kind, name, errors);
  for (const text of kind.strategy.warnings?.(draft) ?? []) request.warn(text);
  review.validate();
  const validating = review.callValidating();
  if (validating === undefined && kind.conversion === undefined) return storeNew(context, admittedCreation, request);
  return storeAfter(context, { ...admittedCreation, validating }, request);
}

/** Appends an object after the calls to programs. A dry run stores nothing, so it needs no conversion. */
async function storeAfter(
  context: RegistryContext,
  { validating, ...admitted }: AdmittedCreation & { readonly validating: Promise<void> | undefined },
  request: WriteRequest,
): Promise<WriteResult> {
  await validating;
  const { kind } = admitted.target;
  const storedObject = request.dryRun ? undefined : await toStoredVersion(context, kind, admitted.draft);
  admitted.review.validateAgain();
  return storeNew(context, { ...admitted, stored: storedObject }, request);
}

/** Appends a valid object in one turn, if its name is free. */
function storeNew(
  context: RegistryContext,
  { target, draft, creation, review, stored }: AdmittedCreation & { readonly stored?: KubeObject | undefined },
  request: WriteRequest,
): Promise<WriteResult> {
  // Precedes the name check: resources held by an object of this name are refused as allocated. Models `beginCreate` of `Store.Create`.
  allocate(context, { target, draft });
  if (creation.name === undefined && !request.dryRun) checkVersionUnset(creation.body);
  const liveObject = context.journal.latest(keyOf(target))?.object;
  if (liveObject !== undefined) throw nameTaken(target, draft, liveObject);
  const companions = review.companions();
  const store = () =>
    commit(context, { target, verb: 'create', subresource: '', next: draft, stored, auditAnnotations: review.auditAnnotations }, request);
  return storeWithCompanions(context, { companions, store }, request);
}

/** Settles the metadata that webhooks may have changed. Throws 500 for removed system fields. Models the begin of `rest.BeforeCreate`. */
function settleMutated({ kind, namespace }: Target, draft: KubeObject, { warn }: WriteRequest): void {
  const metadata = draftMeta(draft);
  if ((metadata.uid ?? '') === '' || (metadata.creationTimestamp ?? '') === '')
    throw statusErrors.internalError('system metadata was not initialized');
  if (generatesName(draft)) throw statusErrors.internalError('metadata.name was not generated');
  settleNamespace(kind, metadata, namespace);
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  settleOwners(draft, warn);
}

/** The body with defaults and with the metadata that only the system sets. Models `FillObjectMetaSystemFields`. */
function draftOf(context: RegistryContext, { kind, namespace, body, name }: Creation): KubeObject {
  const draft = copy(body) as KubeObject;
  const metadata = draftMeta(draft);
  settleNamespace(kind, metadata, namespace);
  kind.strategy.default(draft);
  if (name !== undefined && (metadata.name ?? '') === '') metadata.name = name;
  if (generatesName(draft)) metadata.name = generateName(metadata.generateName ?? '', context.random.suffix(GENERATED_SUFFIX_LENGTH));
  delete metadata.resourceVersion;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  metadata.uid = context.random.uuid();
  metadata.creationTimestamp = formatTime(context.clock.now());
  return draft;
}

/** Models `CheckGeneratedNameError`, and the message of `Store.create` for a terminating object of this name. */
function nameTaken({ kind, name }: Target, draft: KubeObject, object: KubeObject): ApiError {
  const generated = (draft.metadata?.generateName ?? '') !== '';
  const error = generated ? statusErrors.generateNameConflict(kind, name, 1) : statusErrors.alreadyExists(kind, name);
  if (object.metadata?.deletionTimestamp === undefined) return error;
  return new ApiError({ ...error.status, message: `object is being deleted: ${error.status.message}` });
}

function generatesName({ metadata }: KubeObject): boolean {
  return (metadata?.name ?? '') === '' && (metadata?.generateName ?? '') !== '';
}

/** Upstream's storage returns a plain error: 500 without reason. Invalid numbers are ignored. */
function checkVersionUnset({ metadata }: KubeObject): void {
  if (/^0*[1-9]\d*$/.test(metadata?.resourceVersion ?? ''))
    throw new ApiError({ code: 500, reason: '', message: 'resourceVersion should not be set on objects to be created' });
}
