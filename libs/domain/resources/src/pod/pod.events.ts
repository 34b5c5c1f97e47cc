import { semanticEqual } from '@klockwork/api-machinery';
import { changedFields } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import type { Pod } from './pod.ts';
import { podReady } from './pod-conditions.ts';

/** Event of a pod change. */
export type PodEvent =
  | { readonly type: 'PodCreated'; readonly data: { readonly owner?: string; readonly images: readonly string[] } }
  | { readonly type: 'PodBound'; readonly data: { readonly node: string } }
  | { readonly type: 'PodStatusReported'; readonly data: { readonly phase: string; readonly ready: boolean; readonly restarts: number } }
  | { readonly type: 'PodUnschedulable'; readonly data: { readonly reason: string; readonly message: string } }
  | { readonly type: 'PodImageChanged'; readonly data: { readonly images: Readonly<Record<string, string>> } }
  | { readonly type: 'PodSpecUpdated'; readonly data: { readonly changed: readonly string[] } }
  | { readonly type: 'PodLabelsChanged'; readonly data: { readonly changed: readonly string[] } }
  | { readonly type: 'PodMetadataUpdated'; readonly data: { readonly changed: readonly string[] } }
  | { readonly type: 'PodEphemeralContainersAdded'; readonly data: { readonly containers: readonly string[] } }
  | { readonly type: 'PodResizeRequested'; readonly data: { readonly containers: readonly string[] } }
  | { readonly type: 'PodEvicted'; readonly data: { readonly graceSeconds: number } }
  | { readonly type: 'PodDeletionRequested'; readonly data: { readonly graceSeconds: number } }
  | { readonly type: 'PodDeleted'; readonly data: { readonly phase: string; readonly node?: string } };

export function podEvent(change: Change<Pod>): PodEvent {
  switch (change.verb) {
    case 'create':
      return created(change.next);
    case 'mark-deleted':
      return deletionRequested(change);
    case 'delete':
      return deleted(change.next);
    case 'update':
      return updated(change.previous ?? {}, change.next, change.subresource);
  }
}

function created(pod: Pod): PodEvent {
  const controller = pod.metadata?.ownerReferences?.find((owner) => owner.controller === true);
  const images = (pod.spec?.containers ?? []).map(({ image }) => image ?? '');
  return { type: 'PodCreated', data: { ...(controller ? { owner: `${controller.kind}/${controller.name}` } : {}), images } };
}

function deletionRequested({ next, subresource }: Change<Pod>): PodEvent {
  const data = { graceSeconds: next.metadata?.deletionGracePeriodSeconds ?? 0 };
  return { type: subresource === 'eviction' ? 'PodEvicted' : 'PodDeletionRequested', data };
}

function deleted(pod: Pod): PodEvent {
  const node = pod.spec?.nodeName;
  return { type: 'PodDeleted', data: { phase: pod.status?.phase ?? '', ...(node ? { node } : {}) } };
}

function updated(previous: Pod, next: Pod, subresource: string): PodEvent {
  if (subresource === 'binding') return { type: 'PodBound', data: { node: next.spec?.nodeName ?? '' } };
  if (subresource === 'status') return statusReported(previous, next);
  if (subresource === 'ephemeralcontainers') return ephemeralContainersAdded(previous, next);
  if (subresource === 'resize') return resizeRequested(previous, next);
  const images = changedImages(previous, next);
  if (Object.keys(images).length > 0) return { type: 'PodImageChanged', data: { images } };
  if (!semanticEqual(previous.spec, next.spec)) return { type: 'PodSpecUpdated', data: { changed: changedFields(previous, next) } };
  const labels = changedLabels(previous, next);
  if (labels.length > 0) return { type: 'PodLabelsChanged', data: { changed: labels } };
  return { type: 'PodMetadataUpdated', data: { changed: changedFields(previous, next) } };
}

function statusReported(previous: Pod, next: Pod): PodEvent {
  const scheduledCondition = (pod: Pod) => pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const refusal = scheduledCondition(next);
  if (refusal?.status === 'False' && !semanticEqual(scheduledCondition(previous), refusal)) {
    return { type: 'PodUnschedulable', data: { reason: refusal.reason ?? '', message: refusal.message ?? '' } };
  }
  const restarts = (next.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);
  return { type: 'PodStatusReported', data: { phase: next.status?.phase ?? '', ready: podReady(next), restarts } };
}

function ephemeralContainersAdded(previous: Pod, next: Pod): PodEvent {
  const previousNames = new Set((previous.spec?.ephemeralContainers ?? []).map(({ name }) => name));
  const containers = (next.spec?.ephemeralContainers ?? []).map(({ name }) => name).filter((name) => !previousNames.has(name));
  return { type: 'PodEphemeralContainersAdded', data: { containers } };
}

function changedImages(previous: Pod, next: Pod): Record<string, string> {
  const all = (pod: Pod) => [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const before = new Map(all(previous).map(({ name, image }) => [name, image]));
  const changedContainers = all(next).filter(({ name, image }) => before.has(name) && before.get(name) !== image);
  return Object.fromEntries(changedContainers.map(({ name, image }) => [name, image ?? '']));
}

function changedLabels(previous: Pod, next: Pod): string[] {
  const [before, after] = [previous.metadata?.labels ?? {}, next.metadata?.labels ?? {}];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key]).sort();
}

function resizeRequested(previous: Pod, next: Pod): PodEvent {
  const allContainers = ({ spec }: Pod) => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const before = new Map(allContainers(previous).map(({ name, resources }) => [name, resources]));
  const changedContainers = allContainers(next).filter(({ name, resources }) => !semanticEqual(resources, before.get(name)));
  return { type: 'PodResizeRequested', data: { containers: changedContainers.map(({ name }) => name) } };
}
