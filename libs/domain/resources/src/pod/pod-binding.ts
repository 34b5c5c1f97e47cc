import { aggregateText, type FieldError, fieldErrors, formatTime, goQuote, statusErrors } from '@klockwork/api-machinery';
import { ApiError } from '@klockwork/kernel';
import type { Binding } from '@klockwork/kubernetes-types';
import { metadataOf } from '../generic/metadata.ts';
import type { ProjectedSubresource, WriteContext } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { Pod } from './pod.ts';
import { setPodCondition } from './pod-conditions.ts';

const PODS_BINDING = { group: '', resource: 'pods/binding' };

/** POST `/binding` sets the pod's node once. Models `BindingREST` of `pkg/registry/core/pod/storage/storage.go`. */
export const podBinding: ProjectedSubresource<Pod> = {
  kind: { group: '', version: 'v1', kind: 'Binding' },
  verbs: ['create'],
  write: bind,
};

function bind(draft: Pod, body: KubeObject, context: WriteContext): FieldError[] {
  const { metadata, target } = body as Binding;
  const name = draft.metadata?.name ?? '';
  if (metadata?.name !== name) throw statusErrors.badRequest('name in URL does not match name in Binding object');
  checkTarget(target);
  const refusal = refusalOf(draft, name, metadata);
  if (refusal !== undefined) throw statusErrors.conflict(PODS_BINDING, name, refusal);
  assign(draft, target.name as string, metadata, context);
  return [];
}

/** Upstream's storage refuses a target with a plain error: 500 without reason. Models `ValidatePodBinding`. */
function checkTarget(target: Binding['target'] | undefined): void {
  const errors: FieldError[] = [];
  if (target?.kind && target.kind !== 'Node') errors.push(fieldErrors.notSupported('target.kind', target.kind, ['Node', '<empty>']));
  if (!target?.name) errors.push(fieldErrors.required('target.name'));
  if (errors.length > 0) throw new ApiError({ code: 500, reason: '', message: aggregateText(errors) });
}

function refusalOf(pod: Pod, name: string, preconditions: Binding['metadata']): string | undefined {
  const { uid } = pod.metadata ?? {};
  if (preconditions?.uid && preconditions.uid !== uid) {
    return `Precondition failed: UID in precondition: ${preconditions.uid}, UID in object meta: ${uid ?? ''}`;
  }
  if (pod.metadata?.deletionTimestamp !== undefined) return `pod ${name} is being deleted, cannot be assigned to a host`;
  if (pod.spec?.nodeName) return `pod ${name} is already assigned to node ${goQuote(pod.spec.nodeName)}`;
  return pod.spec?.schedulingGates?.length ? `pod ${name} has non-empty .spec.schedulingGates` : undefined;
}

/** Copies labels and annotations of the binding to the pod. */
function assign(draft: Pod, node: string, { annotations, labels }: Binding['metadata'] = {}, { now }: WriteContext): void {
  if (draft.spec) draft.spec.nodeName = node;
  // A nomination is obsolete once the pod has a node.
  delete draft.status?.nominatedNodeName;
  const metadata = metadataOf(draft);
  if (Object.keys(annotations ?? {}).length > 0) metadata.annotations = { ...metadata.annotations, ...annotations };
  if (Object.keys(labels ?? {}).length > 0) metadata.labels = { ...metadata.labels, ...labels };
  const observedGeneration = draft.metadata?.generation ?? 1;
  setPodCondition(draft, { type: 'PodScheduled', status: 'True', observedGeneration }, formatTime(now));
}
