import type { Pod } from '@klockwork/resources';
import type { NodeInfo } from '../node-info.ts';
import { claimNames, type PodClaims, podClaims } from './pod-claims.ts';
import type { StorageView } from './storage-view.ts';

/** Storage of a pod to schedule, read once for all nodes. */
export interface CandidateStorage {
  readonly claims: PodClaims;
  readonly view: StorageView;
  /** True if another pod uses a required ReadWriteOncePod claim. */
  readonly inUse: boolean;
}

/** Returns the storage of `pod`; undefined without claims; upstream's message if the pod is unschedulable for now. */
export function candidateStorage(
  pod: Pod,
  nodes: readonly NodeInfo[],
  view: StorageView | undefined,
): CandidateStorage | { readonly refused: string } | undefined {
  if (view === undefined || claimNames(pod).length === 0) return undefined;
  const claims = podClaims(pod, view);
  return 'refused' in claims ? claims : { claims, view, inUse: isInUse(pod, claims, nodes) };
}

function isInUse({ metadata }: Pod, { bound, late }: PodClaims, nodes: readonly NodeInfo[]): boolean {
  const alone = [...bound, ...late].filter(({ spec }) => spec?.accessModes?.includes('ReadWriteOncePod'));
  const names = new Set(alone.map((claim) => claim.metadata?.name ?? ''));
  if (names.size === 0) return false;
  const placedPods = nodes.flatMap(({ pods }) => [...pods.values()].map(({ pod }) => pod));
  return placedPods.some((pod) => pod.metadata?.namespace === metadata?.namespace && claimNames(pod).some((name) => names.has(name)));
}
