import type { EventSubject } from '@klockwork/controller-runtime';
import { copy } from '@klockwork/kernel';
import { type DaemonSet, type Node, type Pod, TEMPLATE_GENERATION } from '@klockwork/resources';
import { podOfTemplate } from '../pods/pod-actions.ts';
import { REVISION_HASH } from './daemon-set-view.ts';

type Tolerations = NonNullable<NonNullable<Pod['spec']>['tolerations']>;

/** Tolerations of each daemon pod. Models AddOrUpdateDaemonPodTolerations. */
const TOLERATED = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
] as const;

/** Pod of a DaemonSet with affinity to one node. Models CreatePodTemplate and ReplaceDaemonSetPodNodeNameNodeAffinity. */
export function daemonPod(owner: EventSubject, daemonSet: DaemonSet, hash: string, node: string): Pod {
  const pod = podOfTemplate(owner, daemonSet.spec?.template);
  const generation = daemonSet.metadata?.annotations?.[TEMPLATE_GENERATION];
  const ownLabels = { ...(generation === undefined ? {} : { 'pod-template-generation': generation }), [REVISION_HASH]: hash };
  pod.metadata = { ...pod.metadata, labels: { ...pod.metadata?.labels, ...ownLabels } };
  pod.spec = { ...tolerant(daemonSet), affinity: boundTo(node, pod.spec?.affinity) };
  return pod;
}

/** Pod as if bound to a node, to test whether the node should run it. Models NewPod of pkg/controller/daemon. */
export function probePod(daemonSet: DaemonSet, node: Node): Pod {
  const spec = tolerant(daemonSet);
  return {
    metadata: { namespace: daemonSet.metadata?.namespace ?? '' },
    spec: { ...spec, nodeName: spec.nodeName ?? node.metadata?.name ?? '' },
  };
}

function tolerant(daemonSet: DaemonSet): NonNullable<Pod['spec']> {
  const spec = copy(daemonSet.spec?.template.spec ?? { containers: [] }) as NonNullable<Pod['spec']>;
  const network = spec.hostNetwork === true ? ([['network-unavailable', 'NoSchedule']] as const) : [];
  const addedTolerations: Tolerations = [...TOLERATED, ...network].map(([taint, effect]) => ({
    key: `node.kubernetes.io/${taint}`,
    operator: 'Exists',
    effect,
  }));
  const own = (spec.tolerations ?? []).filter((toleration) => !addedTolerations.some((other) => isSame(toleration, other)));
  return { ...spec, tolerations: [...own, ...addedTolerations] };
}

function isSame(a: Tolerations[number], b: Tolerations[number]): boolean {
  return a.key === b.key && a.effect === b.effect && a.operator === b.operator && (a.value ?? '') === (b.value ?? '');
}

function boundTo(node: string, affinity: NonNullable<Pod['spec']>['affinity']): NonNullable<NonNullable<Pod['spec']>['affinity']> {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node] }];
  const required = { nodeSelectorTerms: [{ matchFields }] };
  return { ...affinity, nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required } };
}
