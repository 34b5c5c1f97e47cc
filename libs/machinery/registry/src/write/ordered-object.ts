import type { KindDefinition, KubeObject } from '@klockwork/resources';

/**
 * Orders the object as upstream: `kind`, `apiVersion`, `metadata`, with long managedFields last. A LIST cuts this fixed prefix from the
 * stored text (see item-text.ts).
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
