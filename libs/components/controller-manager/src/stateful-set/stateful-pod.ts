import type { EventSubject } from '@klockwork/controller-runtime';
import type { ControllerRevision, Pod, StatefulSet, Volume } from '@klockwork/resources';
import { podOfTemplate } from '../pods/pod-actions.ts';
import { templateOf } from '../revisions/revision-history.ts';
import { POD_REVISION } from './stateful-set-view.ts';
import { claimName } from './volume-claims.ts';

/** Pod with an ordinal, from a revision's template, with stable name, hostname and claims. Models newVersionedStatefulSetPod. */
export function statefulPod(owner: EventSubject, set: StatefulSet, revision: ControllerRevision, ordinal: number): Pod {
  const pod = podOfTemplate(owner, templateOf(revision));
  const name = `${set.metadata?.name}-${ordinal}`;
  const { generateName: _, ...metadata } = pod.metadata ?? {};
  const identity = {
    'statefulset.kubernetes.io/pod-name': name,
    'apps.kubernetes.io/pod-index': `${ordinal}`,
    [POD_REVISION]: revision.metadata?.name ?? '',
  };
  pod.metadata = { ...metadata, name, labels: { ...metadata.labels, ...identity } };
  if (pod.spec === undefined) return pod;
  pod.spec.hostname = name;
  if (set.spec?.serviceName) pod.spec.subdomain = set.spec.serviceName;
  const volumes = volumesOf(set, pod.spec.volumes ?? [], ordinal);
  if (volumes.length > 0) pod.spec.volumes = volumes;
  return pod;
}

/** Claims replace template volumes of the same name. Models updateStorage. */
function volumesOf(set: StatefulSet, volumes: readonly Volume[], ordinal: number): Volume[] {
  const templates = set.spec?.volumeClaimTemplates ?? [];
  const claimed = templates.map((template) => ({
    name: template.metadata?.name ?? '',
    persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
  }));
  return [...claimed, ...volumes.filter(({ name }) => claimed.every((volume) => volume.name !== name))];
}
