import { formatTime, sameFields, sameJson } from '@klockwork/api-machinery';
import { type ManagedFieldsEntry, updateManagedFields } from '@klockwork/managed-fields';
import type { KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { inForm, managedKind } from './managed-kind.ts';
import { type DraftMeta, draftMeta } from './metadata.ts';
import { withOtherVersions } from './other-versions.ts';
import type { Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';

/** Merged write; `previous` is absent for a create. */
export interface MergedWrite {
  readonly target: Target;
  readonly subresource: string;
  readonly draft: KubeObject;
  readonly previous?: KubeObject;
}

/**
 * Updates a draft's managedFields. Runs between defaults and admission, so plugins' changes have no owner. Models
 * `FieldManager.UpdateNoErrors` of apimachinery's managedfields.
 */
export function trackFields(
  { clock }: RegistryContext,
  { target: { kind }, subresource, draft, previous }: MergedWrite,
  request: WriteRequest,
): void {
  const { manager, form } = request;
  const meta = draftMeta(draft);
  const live = previous?.metadata?.managedFields;
  // Unchanged entries are replaced by the stored list, to reuse its cached state.
  if (subresource !== '' || meta.managedFields === undefined || sameJson(meta.managedFields, live)) setManagers(draft, live);
  const before = meta.managedFields as readonly ManagedFieldsEntry[] | undefined;
  const managedFields = updateManagedFields({
    target: managedKind(kind, subresource, form),
    manager,
    subresource,
    now: formatTime(clock.now()),
    ...(previous === undefined
      ? { next: inForm(kind, draft, form) }
      : { next: inForm(kind, draft, form), live: inForm(kind, previous, form) }),
  });
  setManagers(draft, kind.conversion === undefined ? managedFields : withOtherVersions(kind, before, managedFields));
}

/** Sets the entries in a draft's metadata; undefined removes them. */
export function setManagers(draft: KubeObject, managedFields: readonly ManagedFieldsEntry[] | undefined): void {
  const meta = draftMeta(draft);
  if (managedFields === undefined) delete meta.managedFields;
  else meta.managedFields = managedFields as DraftMeta['managedFields'];
}

/** Returns whether entries are equal except for times. Models `IgnoreManagedFieldsTimestampsTransformer`. */
export function sameManagers(a: readonly ManagedFieldsEntry[] = [], b: readonly ManagedFieldsEntry[] = []): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((entry, index) => sameEntry(entry, b[index] as ManagedFieldsEntry));
}

function sameEntry(a: ManagedFieldsEntry, b: ManagedFieldsEntry): boolean {
  return a === b || sameFields(a, b, TIMES);
}

const TIMES: ReadonlySet<string> = new Set(['time']);
