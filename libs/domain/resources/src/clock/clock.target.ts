import type { ResourceRef } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ClockUntil } from './clock.ts';

/** The object that a condition is about. `namespace` is '' for a cluster-scoped kind. */
export interface ClockTarget {
  readonly resource: ResourceRef;
  readonly namespace: string;
  readonly name: string;
}

/** The object an advance waits for; undefined when no kind of that name is served. A namespace that is not said is `default`. */
export function clockTarget({ group = '', resource, namespace = '', name = '' }: ClockUntil): ClockTarget | undefined {
  const found = Object.values(resources).find((one: ResourceRef) => one.group === group && one.resource === resource);
  return found && { resource: found, namespace: found.namespaced ? namespace || 'default' : '', name };
}
