import type { EventSubject, PlannedAction } from '@klockwork/controller-runtime';
import { copy } from '@klockwork/kernel';
import { type PersistentVolumeClaim, type Pod, resources, type StatefulSet, type StatefulSetSpec } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { controllerReference } from '../ownership/owner-reference.ts';
import { record } from '../pods/pod-actions.ts';
import { ordinalOf, type StatefulSetView } from './stateful-set-view.ts';

type ClaimTemplate = NonNullable<StatefulSetSpec['volumeClaimTemplates']>[number];

/** `data-db-0`. */
export function claimName({ metadata }: StatefulSet, template: ClaimTemplate, ordinal: number): string {
  return `${template.metadata?.name}-${metadata?.name}-${ordinal}`;
}

/** Creates missing claims of one pod. Models createMissingPersistentVolumeClaims. */
export function missingClaims({ set, claim }: StatefulSetView, owner: EventSubject, ordinal: number): PlannedAction[] {
  const templates = set.spec?.volumeClaimTemplates ?? [];
  return templates
    .filter((template) => claim(claimName(set, template, ordinal)) === undefined)
    .map((template) => createClaim(set, owner, template, ordinal));
}

/** Sets a scaled-down pod as owner of its claims, so that its deletion deletes them. Models UpdatePodClaimForRetentionPolicy. */
export function claimsFollow({ set, claim }: StatefulSetView, pod: Pod): PlannedAction[] {
  if (set.spec?.persistentVolumeClaimRetentionPolicy?.whenScaled !== 'Delete') return [];
  const ordinal = ordinalOf(set, pod) ?? -1;
  const claims = (set.spec.volumeClaimTemplates ?? []).flatMap((template) => claim(claimName(set, template, ordinal)) ?? []);
  return claims
    .filter(({ metadata }) => metadata?.ownerReferences?.every(({ uid }) => uid !== pod.metadata?.uid) ?? true)
    .map((one) => giveTo(one, pod));
}

function giveTo(claim: PersistentVolumeClaim, pod: Pod): PlannedAction {
  const ownerReferences = [controllerReference(resources.pods, pod)];
  const body = { metadata: { ownerReferences } };
  return {
    type: 'patch',
    resource: resources.persistentVolumeClaims,
    name: nameOf(claim),
    patch: { type: 'merge', body },
    tolerate: ['NotFound'],
  };
}

function createClaim(set: StatefulSet, owner: EventSubject, template: ClaimTemplate, ordinal: number): PlannedAction {
  const name = claimName(set, template, ordinal);
  const about = `Claim ${name} Pod ${set.metadata?.name}-${ordinal} in StatefulSet ${set.metadata?.name}`;
  return {
    type: 'create',
    resource: resources.persistentVolumeClaims,
    object: claimOf(set, owner, template, name),
    tolerate: ['AlreadyExists'],
    onDone: () => record(owner, 'Normal', 'SuccessfulCreate', `create ${about} success`),
    onRefused: (message) => [record(owner, 'Warning', 'FailedCreate', `create ${about} failed error: ${message}`)],
  };
}

/** Claim labels are those of the set's selector. Models getPersistentVolumeClaims. */
function claimOf(set: StatefulSet, owner: EventSubject, template: ClaimTemplate, name: string): PersistentVolumeClaim {
  const { labels, annotations } = template.metadata ?? {};
  const goes = set.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete';
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      namespace: set.metadata?.namespace ?? '',
      name,
      labels: { ...labels, ...set.spec?.selector?.matchLabels },
      ...(annotations === undefined ? {} : { annotations: copy(annotations) }),
      ...(goes ? { ownerReferences: [controllerReference(owner.resource, owner.object)] } : {}),
    },
    spec: copy(template.spec ?? {}),
  };
}
