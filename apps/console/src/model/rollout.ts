import { sameJson, semanticEqual } from '@klockwork/api-machinery';
import type { LabObject } from '../store/row.ts';
import { byName } from './by-name.ts';

/** Kinds with a rollout history, each with the kind of its revisions. */
export const REVISION_KINDS: ReadonlyMap<string, string> = new Map([
  ['deployments.apps', 'replicasets.apps'],
  ['daemonsets.apps', 'controllerrevisions.apps'],
  ['statefulsets.apps', 'controllerrevisions.apps'],
]);

/** Revision of a workload's template. */
export interface RolloutRevision {
  readonly number: number;
  /** `<none>` without one, as kubectl prints it. */
  readonly changeCause: string;
  /** ReplicaSet or ControllerRevision that holds the template. */
  readonly holder: LabObject;
  /** True for the template that the workload has now. */
  readonly isCurrent: boolean;
}

/** Undo of a rollout: a patch, or the reason against one in the words of `kubectl rollout undo`. */
type RolloutUndo =
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'patch'; readonly contentType: string; readonly body: object };

interface ControllerRevision extends LabObject {
  readonly revision?: number;
  readonly data?: object;
}

interface Template {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
}

const REVISION = 'deployment.kubernetes.io/revision';
const CHANGE_CAUSE = 'kubernetes.io/change-cause';
const HASH = 'pod-template-hash';
const JSON_PATCH = 'application/json-patch+json';
const STRATEGIC_MERGE = 'application/strategic-merge-patch+json';
/** Annotations that a Deployment keeps. Models `annotationsToSkip` of kubectl. */
const KEPT: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]);

/** Returns the revisions of a workload among objects of its namespace, the newest first. */
export function rolloutRevisions(workload: LabObject, objects: readonly LabObject[]): readonly RolloutRevision[] {
  return objects
    .filter((object) => isControlledBy(object, workload.metadata.uid))
    .map((holder) => ({
      number: numberOf(holder),
      changeCause: holder.metadata.annotations?.[CHANGE_CAUSE] || '<none>',
      holder,
      isCurrent: isCurrent(workload, holder),
    }))
    .filter(({ number }) => Number.isFinite(number))
    .sort((a, b) => b.number - a.number || byName(a.holder.metadata.name, b.holder.metadata.name));
}

/** Returns the undo to a revision. Models `rollback.go` of kubectl. */
export function rolloutUndo(workload: LabObject, { number, holder, isCurrent: isSkipped }: RolloutRevision): RolloutUndo {
  if (isReplicaSet(holder) && workload.spec?.paused === true)
    return refused("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
  if (isSkipped) return refused(`skipped rollback (current template already matches revision ${number})`);
  if (!isReplicaSet(holder)) return { type: 'patch', contentType: STRATEGIC_MERGE, body: dataOf(holder) };
  const replace = (path: string, value: unknown) => ({ op: 'replace', path, value });
  const body = [replace('/spec/template', templateOf(holder)), replace('/metadata/annotations', annotationsAfter(workload, holder))];
  return { type: 'patch', contentType: JSON_PATCH, body };
}

function refused(message: string): RolloutUndo {
  return { type: 'refused', message };
}

function isReplicaSet({ spec }: LabObject): boolean {
  return spec !== undefined;
}

function isControlledBy({ metadata: { ownerReferences = [] } }: LabObject, uid: string): boolean {
  return ownerReferences.some((owner) => owner.controller === true && owner.uid === uid);
}

/** NaN without a number. */
function numberOf(holder: LabObject): number {
  const { revision } = holder as ControllerRevision;
  return isReplicaSet(holder) ? Number.parseInt(holder.metadata.annotations?.[REVISION] ?? '', 10) : (revision ?? Number.NaN);
}

function isCurrent(workload: LabObject, holder: LabObject): boolean {
  if (isReplicaSet(holder)) return semanticEqual(templateOf(workload), templateOf(holder));
  const template = { ...(workload.spec?.template as object), $patch: 'replace' };
  return sameJson({ spec: { template } }, dataOf(holder));
}

/** Returns the template without the label that a Deployment adds. */
function templateOf({ spec }: LabObject): object {
  const { metadata = {}, ...template } = (spec?.template ?? {}) as Template;
  const { [HASH]: _, ...labels } = metadata.labels ?? {};
  return { ...template, metadata: { ...metadata, labels } };
}

function dataOf(holder: LabObject): object {
  return (holder as ControllerRevision).data ?? {};
}

function annotationsAfter(workload: LabObject, holder: LabObject): Readonly<Record<string, string>> {
  const kept = Object.entries(workload.metadata.annotations ?? {}).filter(([name]) => KEPT.has(name));
  const restored = Object.entries(holder.metadata.annotations ?? {}).filter(([name]) => !KEPT.has(name));
  return Object.fromEntries([...kept, ...restored]);
}
