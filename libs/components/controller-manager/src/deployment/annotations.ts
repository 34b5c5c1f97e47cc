import type { Deployment, KubeObject, ReplicaSet } from '@klockwork/resources';
import { fenceposts, wantedReplicas } from './fenceposts.ts';

/** Annotations that Deployments and ReplicaSets carry. Models pkg/controller/deployment/util. */
export const annotations = {
  revision: 'deployment.kubernetes.io/revision',
  revisionHistory: 'deployment.kubernetes.io/revision-history',
  desiredReplicas: 'deployment.kubernetes.io/desired-replicas',
  maxReplicas: 'deployment.kubernetes.io/max-replicas',
} as const;

/** Annotations not copied to ReplicaSets. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  ...Object.values(annotations),
]);

/** Revision annotation of an object, a number of 64 bits; 0 without one. */
export function revisionOf(object: KubeObject): bigint {
  const text = object.metadata?.annotations?.[annotations.revision];
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return 0n;
  const revision = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, revision) === revision ? revision : 0n;
}

/** Highest revision; 0 for an empty list. */
export function newestRevision(replicaSets: readonly ReplicaSet[]): bigint {
  const [newest = 0n] = replicaSets.map(revisionOf).sort((a, b) => Number(b - a));
  return newest > 0n ? newest : 0n;
}

/** The number an annotation holds, or undefined. */
export function numberIn(object: KubeObject, annotation: string): number | undefined {
  const text = object.metadata?.annotations?.[annotation];
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
}

/** Desired and maximum size of the Deployment; differences reveal a scaling, as opposed to a rollout. */
export function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const wanted = wantedReplicas(deployment);
  return { [annotations.desiredReplicas]: `${wanted}`, [annotations.maxReplicas]: `${wanted + fenceposts(deployment).maxSurge}` };
}

/**
 * Annotations of the current ReplicaSet: the Deployment's own, and its revision, which only increases; a rollback moves the previous
 * revision to the history. Models SetNewReplicaSetAnnotations.
 */
export function currentAnnotations(deployment: Deployment, replicaSet: ReplicaSet | undefined, revision: bigint): Record<string, string> {
  const before = replicaSet?.metadata?.annotations ?? {};
  const copiedEntries = Object.entries(deployment.metadata?.annotations ?? {}).filter(([name]) => !NOT_COPIED.has(name));
  const result: Record<string, string> = { ...before, ...Object.fromEntries(copiedEntries) };
  const previousRevision = replicaSet === undefined ? 0n : revisionOf(replicaSet);
  if (previousRevision >= revision) return result;
  result[annotations.revision] = `${revision}`;
  if (previousRevision > 0n)
    result[annotations.revisionHistory] = [before[annotations.revisionHistory], `${previousRevision}`].filter(Boolean).join(',');
  return result;
}
