import type { ResourceRef } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ClockUntil } from './clock.ts';

/** Object of a condition. `namespace` is '' for a cluster-scoped kind. */
export interface ClockTarget {
  readonly isBuiltIn: boolean;
  readonly resource: ResourceRef;
  readonly namespace: string;
  readonly name: string;
}

const BUILT_IN: readonly ResourceRef[] = Object.values(resources);

/**
 * Returns the object that an advance waits for; undefined for an unknown kind. Default namespace of built-in kinds: `default`. A custom kind
 * requires its version, and a namespace if it is namespaced.
 */
export function clockTarget({ group = '', version, resource = '', namespace = '', name = '' }: ClockUntil): ClockTarget | undefined {
  const ref = BUILT_IN.find((one) => one.group === group && one.resource === resource);
  if (ref !== undefined) return { isBuiltIn: true, resource: ref, namespace: ref.namespaced ? namespace || 'default' : '', name };
  if (version === undefined || BUILT_IN.some((one) => one.group === group)) return undefined;
  const custom = { group, version, resource, kind: resource, namespaced: namespace !== '' };
  return { isBuiltIn: false, resource: custom, namespace, name };
}
