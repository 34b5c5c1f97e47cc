import type { ResourceRef } from '../../kind.ts';

/** Kind counted by a quota. */
export type CountedKind = Pick<ResourceRef, 'group' | 'resource'>;

/** Returns whether both are the same kind, regardless of version. */
export function isKind(kind: CountedKind, { group, resource }: CountedKind): boolean {
  return kind.group === group && kind.resource === resource;
}
