import { semanticEqual } from '@klockwork/api-machinery';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '@klockwork/resources';
import { POD_TEMPLATE_HASH } from '../pods/template-hash.ts';
import type { Generations } from './deployment-view.ts';
import { byCreation } from './replica-set-order.ts';

/**
 * Separates the ReplicaSet of the current template from older ones; the oldest of several equal ones is current. Models FindNewReplicaSet
 * and FindOldReplicaSets.
 */
export function generationsOf(deployment: Deployment, replicaSets: readonly ReplicaSet[]): Generations {
  const sortedReplicaSets = replicaSets.toSorted(byCreation);
  const current = sortedReplicaSets.find((replicaSet) => isSameTemplate(replicaSet.spec?.template, deployment.spec?.template));
  return { current, old: sortedReplicaSets.filter((replicaSet) => replicaSet.metadata?.uid !== current?.metadata?.uid) };
}

/** Equal but for the hash label. Models EqualIgnoreHash. */
function isSameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return semanticEqual(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec | undefined) {
  const { [POD_TEMPLATE_HASH]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels, creationTimestamp: undefined } };
}

/** Current and old ones. */
export function allOf({ current, old }: Generations): readonly ReplicaSet[] {
  return current === undefined ? old : [...old, current];
}
