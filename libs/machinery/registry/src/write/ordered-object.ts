import type { KindDefinition, KubeObject } from '@klockwork/resources';

/**
 * The object with `kind`, `apiVersion` and `metadata` in front, as upstream writes it.
 * The fixed start is what lets a LIST cut it off the stored text (see item-text.ts).
 */
export function orderedObject(kind: KindDefinition, draft: KubeObject): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, metadata, ...rest } = draft;
  return { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: metadata ?? {}, ...rest } as KubeObject;
}

/** `v1`, `apps/v1`. */
export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}
