import { getOwn, semanticEqual } from '@klockwork/api-machinery';
import type { Change } from '../kind.ts';
import type { KubeObject } from '../object.ts';

/** The events every kind has. `changed` names the fields, never their values. */
export type LifeCycleEvent<Kind extends string> =
  | { readonly type: `${Kind}Created`; readonly data: Readonly<Record<string, never>> }
  | { readonly type: `${Kind}Updated`; readonly data: { readonly changed: readonly string[] } }
  | { readonly type: `${Kind}DeletionRequested`; readonly data: { readonly finalizers: readonly string[] } }
  | { readonly type: `${Kind}Deleted`; readonly data: Readonly<Record<string, never>> };

/** Returns the generic event of a change of `Kind`: XCreated, XUpdated, XDeletionRequested, XDeleted. */
export function lifeCycleEvent<Kind extends string>(kind: Kind, change: Change): LifeCycleEvent<Kind> {
  switch (change.verb) {
    case 'create':
      return { type: `${kind}Created`, data: {} };
    case 'delete':
      return { type: `${kind}Deleted`, data: {} };
    case 'mark-deleted':
      return { type: `${kind}DeletionRequested`, data: { finalizers: change.next.metadata?.finalizers ?? [] } };
    case 'update':
      return { type: `${kind}Updated`, data: { changed: changedFields(change.previous ?? {}, change.next) } };
  }
}

/** Returns paths of differing fields, at most two steps deep, without fields that the registry stamps on every write. */
export function changedFields(previous: KubeObject, next: KubeObject): string[] {
  const changedPaths: string[] = [];
  for (const part of keysOf(previous, next)) {
    const [before, after] = [getOwn(previous, part), getOwn(next, part)];
    if (isMap(before) && isMap(after)) changedPaths.push(...differingKeys(before, after).map((key) => `${part}.${key}`));
    else if (!semanticEqual(before, after)) changedPaths.push(part);
  }
  return changedPaths.filter((path) => !STAMPED.has(path)).sort();
}

const STAMPED: ReadonlySet<string> = new Set(['metadata.resourceVersion', 'metadata.generation', 'metadata.managedFields']);

function differingKeys(a: object, b: object): string[] {
  return keysOf(a, b).filter((key) => !semanticEqual(getOwn(a, key), getOwn(b, key)));
}

function keysOf(a: object, b: object): string[] {
  return [...Object.keys(a), ...Object.keys(b).filter((key) => !Object.hasOwn(a, key))];
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
