import type { ObjectName } from '@klockwork/cluster-api';
import type { Key } from '@klockwork/controller-runtime';
import type { KubeObject } from '@klockwork/resources';

/** How requests name `object`. */
export function nameOf(object: KubeObject): ObjectName {
  const { namespace, name = '' } = object.metadata ?? {};
  return namespace === undefined || namespace === '' ? { name } : { namespace, name };
}

/** The queue key of `object`: `namespace/name`, or `name` when it has no namespace. */
export function keyOf(object: KubeObject): Key {
  const { namespace, name } = nameOf(object);
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function splitKey(key: Key): [namespace: string, name: string] {
  const slash = key.indexOf('/');
  return [key.slice(0, Math.max(slash, 0)), key.slice(slash + 1)];
}
