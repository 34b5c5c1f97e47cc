/** Definitions of the group that keeps its names where another group has the same one. */
const CORE = 'io.k8s.api.core.v1.';

/**
 * Returns the name of each definition's TypeScript type: `Pod` for `io.k8s.api.core.v1.Pod`. Outside the core group, a name that two
 * definitions share begins with group and version: `EventsV1Event`.
 */
export function typeNames(definitions: readonly string[]): ReadonlyMap<string, string> {
  const byKind = Map.groupBy(definitions, kindOf);
  const isUnique = (name: string) => name.startsWith(CORE) || byKind.get(kindOf(name))?.length === 1;
  return new Map(definitions.map((name) => [name, isUnique(name) ? kindOf(name) : qualified(name)]));
}

function kindOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function qualified(name: string): string {
  return name
    .split('.')
    .slice(-3)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
