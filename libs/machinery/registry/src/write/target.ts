import type { KindDefinition, ObjectKey } from '@klockwork/resources';

/** The object a request names. `namespace` is '' for cluster-scoped kinds. */
export interface Target {
  readonly kind: KindDefinition;
  readonly namespace: string;
  readonly name: string;
}

/** Returns the object's key in the log. */
export function keyOf({ kind, namespace, name }: Target): ObjectKey {
  return { group: kind.group, resource: kind.resource, namespace, name };
}
