import type { KindDefinition, KubeObject } from '@klockwork/resources';

/**
 * The object with `kind`, `apiVersion` and `metadata` in front, as upstream writes it, and its long managedFields at the end of those.
 * The fixed start is what lets a LIST cut it off the stored text (see item-text.ts).
 */
export function orderedObject(kind: KindDefinition, draft: KubeObject): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, metadata: { managedFields, ...metadata } = {}, ...rest } = draft;
  const whole = managedFields === undefined ? metadata : { ...metadata, managedFields };
  return { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: whole, ...rest } as KubeObject;
}

/** `v1`, `apps/v1`. */
export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}
