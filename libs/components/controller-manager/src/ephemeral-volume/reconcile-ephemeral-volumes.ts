import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { type KubeObject, type PersistentVolumeClaim, type Pod, resources } from '@klockwork/resources';
import { claimNameOf, isMadeFor, notOwner } from '@klockwork/scheduling';
import { controllerReference } from '../ownership/owner-reference.ts';

type PodVolume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];

/**
 * Creates claims for a pod's ephemeral volumes; their owner is the pod, hence they are deleted with it. Models
 * pkg/controller/volume/ephemeral.
 */
export function reconcileEphemeralVolumes(pod: Pod, claimOf: (name: string) => PersistentVolumeClaim | undefined): Plan {
  if (pod.metadata?.deletionTimestamp !== undefined) return NOTHING;
  const actions = (pod.spec?.volumes ?? []).filter(({ ephemeral }) => ephemeral).flatMap((volume) => handle(pod, volume, claimOf));
  return actions.length === 0 ? NOTHING : { stages: [actions] };
}

function handle(pod: Pod, volume: PodVolume, claimOf: (name: string) => PersistentVolumeClaim | undefined): PlannedAction[] {
  const name = claimNameOf(pod, volume) ?? '';
  const claim = claimOf(name);
  if (claim === undefined) return [create(pod, volume, name)];
  return isMadeFor(claim, pod) ? [] : [failed(pod, `ephemeral volume ${volume.name}: ${notOwner(pod, name)}`)];
}

function create(pod: Pod, { ephemeral, name: volume }: PodVolume, name: string): PlannedAction {
  const { metadata: template, spec } = ephemeral?.volumeClaimTemplate ?? {};
  const { labels, annotations } = template ?? {};
  const object = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      namespace: pod.metadata?.namespace,
      ownerReferences: [controllerReference(resources.pods, pod)],
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
    spec,
  } as KubeObject;
  const onRefused = (message: string) => [failed(pod, `ephemeral volume ${volume}: create PVC ${name}: ${message}`)];
  return { type: 'create', resource: resources.persistentVolumeClaims, object, onRefused };
}

function failed(pod: Pod, message: string): PlannedAction {
  const about = { resource: resources.pods, object: pod };
  return { type: 'record', about, eventType: 'Warning', reason: 'FailedBinding', message };
}
