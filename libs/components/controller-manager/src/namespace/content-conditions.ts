import { formatTime, semanticEqual } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { KubeObject, Namespace, ResourceRef } from '@klockwork/resources';

export interface Remaining {
  readonly resource: ResourceRef;
  readonly objects: readonly KubeObject[];
}

type Conditions = NonNullable<NonNullable<Namespace['status']>['conditions']>;
type ConditionContent = { type: string; status: 'True' | 'False'; reason: string; message: string };

/**
 * Conditions of a terminating namespace about remaining content; undefined when unchanged. Models NamespaceConditionUpdater of
 * pkg/controller/namespace/deletion/status_condition_utils.go.
 */
export function contentConditions(namespace: Namespace, remaining: readonly Remaining[], now: LabTime): Conditions | undefined {
  const previous = namespace.status?.conditions ?? [];
  const updates = [...NOTHING_FAILED, remainingContent(remaining), remainingFinalizers(remaining)];
  const ours = updates.map((condition) => {
    const before = previous.find(({ type }) => type === condition.type);
    const same = before?.status === condition.status && before.lastTransitionTime !== undefined;
    return { ...condition, lastTransitionTime: same ? (before.lastTransitionTime as string) : formatTime(now) };
  });
  const others = previous.filter(({ type }) => !updates.some((condition) => condition.type === type));
  const conditions = [...others, ...ours];
  return semanticEqual(previous, conditions) ? undefined : conditions;
}

const NOTHING_FAILED: readonly ConditionContent[] = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    status: 'False',
    reason: 'ResourcesDiscovered',
    message: 'All resources successfully discovered',
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    status: 'False',
    reason: 'ParsedGroupVersions',
    message: 'All legacy kube types successfully parsed',
  },
  {
    type: 'NamespaceDeletionContentFailure',
    status: 'False',
    reason: 'ContentDeleted',
    message: 'All content successfully deleted, may be waiting on finalization',
  },
];

function remainingContent(remaining: readonly Remaining[]): ConditionContent {
  const type = 'NamespaceContentRemaining';
  const parts = remaining
    .filter(({ objects }) => objects.length > 0)
    .map(({ resource, objects }) => `${resource.resource}.${resource.group} has ${objects.length} resource instances`)
    .sort();
  if (parts.length === 0) return { type, status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed' };
  return { type, status: 'True', reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${parts.join(', ')}` };
}

function remainingFinalizers(remaining: readonly Remaining[]): ConditionContent {
  const type = 'NamespaceFinalizersRemaining';
  const counts = new Map<string, number>();
  for (const object of remaining.flatMap(({ objects }) => objects)) {
    for (const finalizer of object.metadata?.finalizers ?? []) counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
  }
  if (counts.size === 0)
    return { type, status: 'False', reason: 'ContentHasNoFinalizers', message: 'All content-preserving finalizers finished' };
  const parts = [...counts].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
  return {
    type,
    status: 'True',
    reason: 'SomeFinalizersRemain',
    message: `Some content in the namespace has finalizers remaining: ${parts.join(', ')}`,
  };
}
