import { type Kind, partsOf } from './kinds.ts';

/** Returns the path of the Events of an object. `key`: `name`, or `namespace/name`. Events of cluster-wide objects are in any namespace. */
export function eventsPath({ kind }: Kind, key: string): string {
  const { namespace, name } = partsOf(key);
  const fields = [`involvedObject.kind=${kind}`, `involvedObject.name=${name}`];
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `/api/v1${within}/events?fieldSelector=${encodeURIComponent(fields.join(','))}`;
}
