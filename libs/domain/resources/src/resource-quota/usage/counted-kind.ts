import type { ResourceRef } from '../../kind.ts';

/** The kind of what a quota counts. */
export type CountedKind = Pick<ResourceRef, 'group' | 'resource'>;

/** Whether a kind is this one, in whatever version. */
export function isKind(kind: CountedKind, { group, resource }: CountedKind): boolean {
  return kind.group === group && kind.resource === resource;
}
