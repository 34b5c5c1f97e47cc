import { objectText } from '@klockwork/event-store';
import {
  type DaemonSet,
  type Deployment,
  type KubeObject,
  type ObjectKey,
  type Pod,
  podReady,
  type ReplicaSet,
  resources,
  type StatefulSet,
} from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, eventsAbout, keyOf, revisionOf, type Subject } from '../subject.ts';

/** Pods that are diagnosed themselves. */
const PODS_MAX = 3;

/** Explains an incomplete Deployment by its conditions and unready pods. */
export function diagnoseDeployment(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const { spec, status } = subject.object as Deployment;
  const wantedReplicas = spec?.replicas ?? 1;
  if (subject.gone || ((status?.availableReplicas ?? 0) >= wantedReplicas && (status?.updatedReplicas ?? 0) >= wantedReplicas))
    return undefined;
  const conditions = (status?.conditions ?? []).filter(({ type, status: is }) =>
    type === 'ReplicaFailure' ? is === 'True' : is === 'False',
  );
  const deadline = conditions.find(({ type }) => type === 'Progressing');
  const generations = view.list<ReplicaSet>(resources.replicaSets, subject.key.namespace).filter((set) => isOwnedBy(set, subject.object));
  const counts = `${status?.updatedReplicas ?? 0} of ${wantedReplicas} pods are up to date, ${status?.availableReplicas ?? 0} available`;
  const draft = withPods(subject, view, generations);
  return {
    ...draft,
    statement: `${objectText(subject.key)} is not complete: ${spec?.paused === true ? 'its rollout is paused; ' : ''}${counts}`,
    findings: [...conditions.map(({ type, reason, message }) => ({ text: `${type}: ${reason}: ${message}` })), ...draft.findings],
    remedies: [
      ...draft.remedies,
      ...(spec?.paused === true ? [`kubectl rollout resume deployment/${subject.key.name} -n ${subject.key.namespace}`] : []),
      ...(deadline !== undefined && generations.length > 1
        ? [`kubectl rollout undo deployment/${subject.key.name} -n ${subject.key.namespace}`]
        : []),
    ],
  };
}

/** Explains a ReplicaSet with unavailable pods. */
export function diagnoseReplicaSet(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const { spec, status } = subject.object as ReplicaSet;
  return incomplete(subject, view, { wanted: spec?.replicas ?? 1, available: status?.availableReplicas ?? 0 });
}

/** Explains a StatefulSet with unready pods. OrderedReady pods wait for their predecessors. */
export function diagnoseStatefulSet(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const { spec, status } = subject.object as StatefulSet;
  const draft = incomplete(subject, view, { wanted: spec?.replicas ?? 1, available: status?.readyReplicas ?? 0 });
  if (draft === undefined || spec?.podManagementPolicy === 'Parallel') return draft;
  return {
    ...draft,
    findings: [...draft.findings, { text: 'podManagementPolicy is OrderedReady: each pod waits until the one before it is Ready' }],
  };
}

/** Explains a DaemonSet with unavailable pods. */
export function diagnoseDaemonSet(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const { status } = subject.object as DaemonSet;
  return incomplete(subject, view, { wanted: status?.desiredNumberScheduled ?? 0, available: status?.numberAvailable ?? 0 });
}

function incomplete(
  subject: Subject,
  view: ClusterView,
  { wanted, available }: { wanted: number; available: number },
): DiagnosisDraft | undefined {
  if (subject.gone || available >= wanted) return undefined;
  return {
    ...withPods(subject, view, [subject.object]),
    statement: `${objectText(subject.key)}: ${available} of ${wanted} pods are available`,
  };
}

/** Adds unready pods of `owners`, and the refusal of pods that could not be created. */
function withPods(subject: Subject, view: ClusterView, owners: readonly KubeObject[]): Omit<DiagnosisDraft, 'statement'> {
  const pods = view
    .list<Pod>(resources.pods, subject.key.namespace)
    .filter((pod) => owners.some((owner) => isOwnedBy(pod, owner)) && !podReady(pod))
    .sort((a, b) => ageOf(b) - ageOf(a));
  const refusedFindings = owners.flatMap((owner) => refusedCreation(view, owner));
  const left = pods.length - PODS_MAX;
  return {
    findings: [...refusedFindings, ...(left > 0 ? [{ text: `${left} more pods are not ready than are shown` }] : [])],
    remedies: refusedFindings.flatMap(({ text }) => quotaRemedy(text, subject.key)),
    revision: subject.history.at(-1)?.revision ?? 0,
    related: pods.slice(0, PODS_MAX).map((pod) => keyOf(resources.pods, pod)),
  };
}

/** Terminating pods come last, since no owner waits for them. */
function ageOf({ metadata }: Pod): number {
  return metadata?.deletionTimestamp === undefined ? Date.parse(metadata?.creationTimestamp ?? '') || 0 : -1;
}

/** Returns the newest refused pod creation, unless a later one succeeded. */
function refusedCreation(view: ClusterView, owner: KubeObject): DiagnosisDraft['findings'] {
  const newest = eventsAbout(view, owner).findLast(({ reason }) => reason === 'FailedCreate' || reason === 'SuccessfulCreate');
  if (newest?.reason !== 'FailedCreate') return [];
  return [{ text: `a pod could not be created: ${newest.message}`, revision: revisionOf(newest) }];
}

function quotaRemedy(text: string, { namespace }: ObjectKey): readonly string[] {
  const [, quota] = /exceeded quota: ([^,]+),/.exec(text) ?? [];
  return quota === undefined ? [] : [`kubectl edit resourcequota ${quota} -n ${namespace}, or delete other pods of the namespace`];
}

function isOwnedBy({ metadata }: KubeObject, owner: KubeObject): boolean {
  return metadata?.ownerReferences?.some(({ uid, controller }) => controller === true && uid === owner.metadata?.uid) ?? false;
}
