import type { Deployment, KubeObject, ReplicaSet } from '@klockwork/resources';
import { fenceposts, wantedReplicas } from './fenceposts.ts';

/** Annotations that Deployments and ReplicaSets carry. Models pkg/controller/deployment/util. */
export const annotations = {
  revision: 'deployment.kubernetes.io/revision',
  revisionHistory: 'deployment.kubernetes.io/revision-history',
  desiredReplicas: 'deployment.kubernetes.io/desired-replicas',
  maxReplicas: 'deployment.kubernetes.io/max-replicas',
} as const;

/** What a Deployment keeps to itself. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  ...Object.values(annotations),
]);

/** The revision an object carries; 0 when it carries none. */
export function revisionOf(object: KubeObject): number {
  return numberIn(object, annotations.revision) ?? 0;
}

/** The highest revision among them; 0 when there is none. */
export function newestRevision(replicaSets: readonly ReplicaSet[]): number {
  return Math.max(0, ...replicaSets.map(revisionOf));
}

/** The number an annotation holds, or undefined. */
export function numberIn(object: KubeObject, annotation: string): number | undefined {
  const text = object.metadata?.annotations?.[annotation];
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
}

/** How large the Deployment wants to be and may get: what tells a scaling from a rollout later on. */
export function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const wanted = wantedReplicas(deployment);
  return { [annotations.desiredReplicas]: `${wanted}`, [annotations.maxReplicas]: `${wanted + fenceposts(deployment).maxSurge}` };
}

/**
 * The annotations of the current ReplicaSet: the Deployment's own, and its revision, which only grows; a revision that is
 * left behind by a rollback goes into the history. Models SetNewReplicaSetAnnotations.
 */
export function currentAnnotations(deployment: Deployment, replicaSet: ReplicaSet | undefined, revision: number): Record<string, string> {
  const before = replicaSet?.metadata?.annotations ?? {};
  const copied = Object.entries(deployment.metadata?.annotations ?? {}).filter(([name]) => !NOT_COPIED.has(name));
  const result: Record<string, string> = { ...before, ...Object.fromEntries(copied) };
  const known = replicaSet === undefined ? 0 : revisionOf(replicaSet);
  if (known >= revision) return result;
  result[annotations.revision] = `${revision}`;
  if (known > 0) result[annotations.revisionHistory] = [before[annotations.revisionHistory], `${known}`].filter(Boolean).join(',');
  return result;
}
