import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet } from '@klockwork/resources';

/** What a StatefulSet's reconcile looks at. */
export interface StatefulSetView {
  readonly set: StatefulSet;
  /** Pods it controls, and orphans of its namespace. */
  readonly pods: readonly Pod[];
  /** Revisions it controls, and orphans of its namespace. */
  readonly revisions: readonly ControllerRevision[];
  /** The claim of its namespace with this name, if it is there. */
  claim(name: string): PersistentVolumeClaim | undefined;
}

/** The label that says of which revision a pod is: its name. */
export const POD_REVISION = 'controller-revision-hash';

/** The ordinal in the name of a pod of this set, or undefined when it is none of its. Models getParentNameAndOrdinal. */
export function ordinalOf(set: StatefulSet, { metadata }: Pod): number | undefined {
  const prefix = `${set.metadata?.name}-`;
  const name = metadata?.name ?? '';
  const ordinal = name.slice(prefix.length);
  return name.startsWith(prefix) && /^\d+$/.test(ordinal) ? Number(ordinal) : undefined;
}

/** True for a pod on its way out. */
export function isTerminating({ metadata }: Pod): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

/** The revision a pod is of. */
export function podRevision({ metadata }: Pod): string {
  return metadata?.labels?.[POD_REVISION] ?? '';
}
