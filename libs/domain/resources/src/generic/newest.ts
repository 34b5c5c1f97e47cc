import type { KubeObject } from '../object.ts';

/** Returns the newest object, the first by name within a second: the default among several. */
export function newestOf<T extends KubeObject>(objects: readonly T[]): T | undefined {
  const rank = ({ metadata }: KubeObject) => Date.parse(metadata?.creationTimestamp ?? '1970-01-01T00:00:00Z');
  const byName = (a: KubeObject, b: KubeObject) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1);
  return objects.toSorted((a, b) => rank(b) - rank(a) || byName(a, b))[0];
}
