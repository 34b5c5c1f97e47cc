import type { KubeObject } from '../object.ts';

/** The newest of `objects`, of those of one second the first by name: who wins where several say they are the default. */
export function newestOf<T extends KubeObject>(objects: readonly T[]): T | undefined {
  const rank = ({ metadata }: KubeObject) => Date.parse(metadata?.creationTimestamp ?? '1970-01-01T00:00:00Z');
  const byName = (a: KubeObject, b: KubeObject) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1);
  return objects.toSorted((a, b) => rank(b) - rank(a) || byName(a, b))[0];
}
