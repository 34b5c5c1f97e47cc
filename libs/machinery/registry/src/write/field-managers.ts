import { formatTime } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { type ManagedFieldsEntry, updateManagedFields } from '@klockwork/managed-fields';
import type { KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { inForm, managedKind } from './managed-kind.ts';
import { type DraftMeta, draftMeta } from './metadata.ts';
import { sameFields, sameJson } from './same-json.ts';
import type { Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';

/** A write that was merged already; `previous` is absent for a creation. */
export interface MergedWrite {
  readonly target: Target;
  readonly subresource: string;
  readonly draft: KubeObject;
  readonly previous?: KubeObject;
}

/**
 * Notes in a draft whom its fields belong to now. Comes after defaults and before admission, so that nobody owns what a plugin adds.
 * Models `FieldManager.UpdateNoErrors` of apimachinery's managedfields.
 */
export function trackFields(
  { clock }: RegistryContext,
  { target: { kind }, subresource, draft, previous }: MergedWrite,
  request: WriteRequest,
): void {
  const { manager, form } = request;
  const meta = draftMeta(draft);
  const live = previous?.metadata?.managedFields;
  // What a client sends back as it got it is what is stored: the same object, of which much is known already.
  if (subresource !== '' || meta.managedFields === undefined || sameJson(meta.managedFields, live)) setManagers(draft, live);
  const managedFields = updateManagedFields({
    target: managedKind(kind, subresource, form),
    manager,
    subresource,
    now: secondText(clock.now()),
    ...(previous === undefined
      ? { next: inForm(kind, draft, form) }
      : { next: inForm(kind, draft, form), live: inForm(kind, previous, form) }),
  });
  setManagers(draft, managedFields);
}

/** The second of an instant as upstream writes it. Many writes fall into one second: its text is made once. */
function secondText(now: LabTime): string {
  const second = Math.floor(now / 1_000);
  if (second !== known.second) known = { second, text: formatTime(now) };
  return known.text;
}

let known = { second: Number.NaN, text: '' };

/** Puts the entries into a draft's metadata; undefined takes them out. */
export function setManagers(draft: KubeObject, managedFields: readonly ManagedFieldsEntry[] | undefined): void {
  const meta = draftMeta(draft);
  if (managedFields === undefined) delete meta.managedFields;
  else meta.managedFields = managedFields as DraftMeta['managedFields'];
}

/** True when the entries differ in their times at most. Models what `IgnoreManagedFieldsTimestampsTransformer` compares. */
export function sameManagers(a: readonly ManagedFieldsEntry[] = [], b: readonly ManagedFieldsEntry[] = []): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((entry, index) => sameEntry(entry, b[index] as ManagedFieldsEntry));
}

function sameEntry(a: ManagedFieldsEntry, b: ManagedFieldsEntry): boolean {
  return a === b || sameFields(a, b, TIMES);
}

const TIMES: ReadonlySet<string> = new Set(['time']);
