import { formatTime } from '@klockwork/api-machinery';
import { fieldSet, type ManagedFieldsEntry, type ManagedKind, mergeSchema, updateManagedFields } from '@klockwork/managed-fields';
import { schemaOf } from '@klockwork/openapi';
import type { KindDefinition, KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { type DraftMeta, draftMeta } from './metadata.ts';
import { apiVersionOf } from './ordered-object.ts';
import { sameJson } from './same-json.ts';
import type { Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';

/** A write that was merged already; `previous` is absent for a creation. */
export interface Tracked {
  readonly target: Target;
  readonly subresource: string;
  readonly draft: KubeObject;
  readonly previous?: KubeObject;
}

/**
 * Notes in a draft whom its fields belong to now. Comes after defaults and before admission, so that nobody owns what a plugin adds.
 * Models `FieldManager.UpdateNoErrors` of apimachinery's managedfields.
 */
export function trackFields({ clock }: RegistryContext, { target, subresource, draft, previous }: Tracked, request: WriteRequest): void {
  const meta = draftMeta(draft);
  const live = previous?.metadata?.managedFields;
  // What a client sends back as it got it is what is stored: the same object, of which much is known already.
  if (subresource !== '' || meta.managedFields === undefined || sameJson(meta.managedFields, live)) setManagers(draft, live);
  const managedFields = updateManagedFields({
    target: managedKind(target.kind, subresource),
    manager: request.manager,
    subresource,
    now: formatTime(clock.now()),
    next: draft,
    ...(previous && { live: previous }),
  });
  setManagers(draft, managedFields);
}

/** Puts the entries into a draft's metadata; undefined takes them out. */
export function setManagers(draft: KubeObject, managedFields: readonly ManagedFieldsEntry[] | undefined): void {
  const meta = draftMeta(draft);
  delete meta.managedFields;
  if (managedFields !== undefined) meta.managedFields = managedFields as DraftMeta['managedFields'];
}

/** True when the entries differ in their times at most. Models what `IgnoreManagedFieldsTimestampsTransformer` compares. */
export function sameManagers(a: readonly ManagedFieldsEntry[] = [], b: readonly ManagedFieldsEntry[] = []): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((entry, index) => sameEntry(entry, b[index] as ManagedFieldsEntry));
}

function sameEntry(a: ManagedFieldsEntry, b: ManagedFieldsEntry): boolean {
  return a === b || sameJson({ ...a, time: '' }, { ...b, time: '' });
}

const kinds = new WeakMap<KindDefinition, Map<string, ManagedKind>>();

/** A kind as its fields are owned, through the object or a subresource. The same object each time. */
export function managedKind(kind: KindDefinition, subresource: string): ManagedKind {
  const known = kinds.get(kind) ?? new Map<string, ManagedKind>();
  kinds.set(kind, known);
  const before = known.get(subresource);
  if (before !== undefined) return before;
  const resetFields = fieldSet(resetsOf(kind, subresource).map((path) => path.split('.')));
  const schema = mergeSchema(schemaOf(kind.definition));
  const made = { version: { apiVersion: apiVersionOf(kind), kind: kind.kind, schema, resetFields } };
  known.set(subresource, made);
  return made;
}

/** Models `GetResetFields` of the strategies: nearly all put the status back, and those of the status the spec. */
function resetsOf(kind: KindDefinition, subresource: string): readonly string[] {
  if (subresource === '') return kind.strategy.resetFields ?? (kind.status === undefined ? [] : ['status']);
  if (subresource === 'status') return kind.status?.resetFields ?? ['spec'];
  return kind.subresources?.[subresource]?.resetFields ?? kind.projected?.[subresource]?.resetFields ?? ['status'];
}
