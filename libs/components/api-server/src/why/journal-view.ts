import type { LogStateReader } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import type { ClusterView } from './subject.ts';

/** Returns a view of newest durable objects of `kinds` at `now`. */
export function journalView(state: LogStateReader, kinds: readonly ResourceRef[], now: LabTime): ClusterView {
  return {
    now,
    kinds,
    get: <T extends KubeObject>({ group, resource }: Parameters<ClusterView['get']>[0], name: Parameters<ClusterView['get']>[1]) =>
      state.get({ group, resource, namespace: name.namespace ?? '', name: name.name })?.object as T | undefined,
    list: <T extends KubeObject>({ group, resource }: Parameters<ClusterView['list']>[0], namespace?: string) =>
      [...state.list({ group, resource, ...(namespace !== undefined && { namespace }) })].map(({ object }) => object as T),
  };
}
