import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import type { Namespace } from './namespace.ts';

/** Event of a Namespace change. Terminating: deletion requested; Emptied: finalizers removed. */
export type NamespaceEvent =
  | LifeCycleEvent<'Namespace'>
  | { readonly type: 'NamespaceTerminating'; readonly data: { readonly finalizers: readonly string[] } }
  | { readonly type: 'NamespaceFinalized'; readonly data: { readonly finalizers: readonly string[] } }
  | { readonly type: 'NamespaceStatusReported'; readonly data: { readonly phase: string; readonly conditions: readonly string[] } };

export function namespaceEvent(change: Change<Namespace>): NamespaceEvent {
  const { next } = change;
  const finalizers = next.spec?.finalizers ?? [];
  if (change.verb === 'mark-deleted') return { type: 'NamespaceTerminating', data: { finalizers } };
  if (change.verb !== 'update') return lifeCycleEvent('Namespace', change);
  if (change.subresource === 'finalize') return { type: 'NamespaceFinalized', data: { finalizers } };
  if (change.subresource === 'status') return { type: 'NamespaceStatusReported', data: statusData(next) };
  return lifeCycleEvent('Namespace', change);
}

function statusData({ status }: Namespace): { phase: string; conditions: string[] } {
  const conditions = (status?.conditions ?? []).filter((condition) => condition.status === 'True').map((condition) => condition.type);
  return { phase: status?.phase ?? '', conditions };
}
