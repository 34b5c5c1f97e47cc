import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet } from '@klockwork/resources';

/** Inputs of a StatefulSet's reconcile. */
export interface StatefulSetView {
  readonly set: StatefulSet;
  /** Pods it controls, and orphans of its namespace. */
  readonly pods: readonly Pod[];
  /** Revisions it controls, and orphans of its namespace. */
  readonly revisions: readonly ControllerRevision[];
  /** Finds a claim in the set's namespace by name. */
  claim(name: string): PersistentVolumeClaim | undefined;
}

/** Label with the name of a pod's revision. */
export const POD_REVISION = 'controller-revision-hash';

/** Ordinal of a pod name; undefined for a foreign name. Models getParentNameAndOrdinal. */
export function ordinalOf(set: StatefulSet, { metadata }: Pod): number | undefined {
  const prefix = `${set.metadata?.name}-`;
  const name = metadata?.name ?? '';
  const ordinal = name.slice(prefix.length);
  return name.startsWith(prefix) && /^\d+$/.test(ordinal) ? Number(ordinal) : undefined;
}

export function isTerminating({ metadata }: Pod): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

export function podRevision({ metadata }: Pod): string {
  return metadata?.labels?.[POD_REVISION] ?? '';
}
