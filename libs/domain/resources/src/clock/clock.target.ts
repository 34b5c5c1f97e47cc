import type { ResourceRef } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ClockUntil } from './clock.ts';

/** Object of a condition. `namespace` is '' for a cluster-scoped kind. */
export interface ClockTarget {
  readonly resource: ResourceRef;
  readonly namespace: string;
  readonly name: string;
}

/** Returns the object that an advance waits for; undefined for an unknown kind. Default namespace: `default`. */
export function clockTarget({ group = '', resource, namespace = '', name = '' }: ClockUntil): ClockTarget | undefined {
  const ref = Object.values(resources).find((one: ResourceRef) => one.group === group && one.resource === resource);
  return ref && { resource: ref, namespace: ref.namespaced ? namespace || 'default' : '', name };
}
