import type { ControllerRevision, DaemonSet, Node, Pod } from '@klockwork/resources';

/** What a DaemonSet's reconcile looks at. */
export interface DaemonSetView {
  readonly daemonSet: DaemonSet;
  readonly nodes: readonly Node[];
  /** Pods it controls, and orphans of its namespace. */
  readonly pods: readonly Pod[];
  /** Revisions it controls, and orphans of its namespace. */
  readonly revisions: readonly ControllerRevision[];
  /** How often its pods failed on a node. */
  failuresOn(node: string): PodFailures;
}

/** How often pods of one DaemonSet failed on one node. */
export interface PodFailures {
  readonly count: number;
  /** When the last of them was seen, in lab ms. */
  readonly at: number;
}

/** A node, what the DaemonSet's pods are to do there, and which are there. */
export interface DaemonNode {
  readonly name: string;
  readonly placement: 'run' | 'keep' | 'leave';
  /** Oldest first, those on their way out too. */
  readonly pods: readonly Pod[];
}

/** The label that says of which revision a pod is. */
export const REVISION_HASH = 'controller-revision-hash';

/** The node a pod is on, or is to be bound to. Models GetTargetNodeName of pkg/controller/daemon/util. */
export function targetNodeOf({ spec }: Pod): string {
  if (spec?.nodeName) return spec.nodeName;
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const fields = terms.flatMap(({ matchFields = [] }) => matchFields);
  return fields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In')?.values?.[0] ?? '';
}

/** True for a pod of this revision. */
export function isOfRevision({ metadata }: Pod, hash: string): boolean {
  return metadata?.labels?.[REVISION_HASH] === hash;
}
