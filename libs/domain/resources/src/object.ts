import type { ObjectMeta } from '@klockwork/kubernetes-types';

/** API object of any kind. Kinds narrow it with types of `kubernetes-types`. */
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

/** Returns a unique text of a key, for maps. Key parts contain no slash. */
export function keyText(key: ObjectKey): string {
  return `${key.group}/${key.resource}/${key.namespace}/${key.name}`;
}
