import type { ObjectMeta } from '@klockwork/kubernetes-types';

/** Any object of the API. Kinds narrow it with the types of `kubernetes-types`. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
}

/** Name of an object among all objects. `namespace` is '' for cluster-scoped kinds. */
export interface ObjectKey {
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** A text that tells two keys apart, for maps. No part of a key can hold a slash. */
export function keyText(key: ObjectKey): string {
  return `${key.group}/${key.resource}/${key.namespace}/${key.name}`;
}
