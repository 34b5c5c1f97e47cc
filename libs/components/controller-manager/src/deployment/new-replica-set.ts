import { copy } from '@klockwork/kernel';
import { type Deployment, type ReplicaSet, resources } from '@klockwork/resources';
import { controllerReference } from '../ownership/owner-reference.ts';
import { POD_TEMPLATE_HASH, templateHash } from '../pods/template-hash.ts';
import { currentAnnotations, sizeAnnotations } from './annotations.ts';
import { currentReplicas } from './rolling-update.ts';

/** ReplicaSet for the current template. Models the creation in getNewReplicaSet of pkg/controller/deployment/sync.go. */
export function newReplicaSet(deployment: Deployment, old: readonly ReplicaSet[], revision: bigint): ReplicaSet {
  const { namespace = '', name = '' } = deployment.metadata ?? {};
  const { template, selector, minReadySeconds } = copy(deployment.spec ?? { selector: {}, template: {} });
  const hash = templateHash(deployment.spec?.template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      namespace,
      name: `${name}-${hash}`,
      labels,
      annotations: { ...sizeAnnotations(deployment), ...currentAnnotations(deployment, undefined, revision) },
      ownerReferences: [controllerReference(resources.deployments, deployment)],
    },
    spec: {
      replicas: currentReplicas(deployment, old, 0),
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [POD_TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}
