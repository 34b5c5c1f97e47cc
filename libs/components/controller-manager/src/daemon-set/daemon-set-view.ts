import type { ControllerRevision, DaemonSet, Node, Pod } from '@klockwork/resources';

/** Inputs of a DaemonSet's reconcile. */
export interface DaemonSetView {
  readonly daemonSet: DaemonSet;
  readonly nodes: readonly Node[];
  /** Pods it controls, and orphans of its namespace. */
  readonly pods: readonly Pod[];
  /** Revisions it controls, and orphans of its namespace. */
  readonly revisions: readonly ControllerRevision[];
  /** Failed pods of the DaemonSet on a node. */
  failuresOn(node: string): PodFailures;
}

/** Count of failed pods of one DaemonSet on one node. */
export interface PodFailures {
  readonly count: number;
  /** Time of the last failure, lab ms. */
  readonly at: number;
}

/** Node with its decision and its pods of the DaemonSet. */
export interface DaemonNode {
  readonly name: string;
  readonly placement: 'run' | 'keep' | 'leave';
  /** Oldest first, those on their way out too. */
  readonly pods: readonly Pod[];
}

/** Revision label of a pod. */
export const REVISION_HASH = 'controller-revision-hash';

/** Node of a pod, bound or by affinity. Models GetTargetNodeName of pkg/controller/daemon/util. */
export function targetNodeOf({ spec }: Pod): string {
  if (spec?.nodeName) return spec.nodeName;
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const fields = terms.flatMap(({ matchFields = [] }) => matchFields);
  return fields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In')?.values?.[0] ?? '';
}

export function isOfRevision({ metadata }: Pod, hash: string): boolean {
  return metadata?.labels?.[REVISION_HASH] === hash;
}
