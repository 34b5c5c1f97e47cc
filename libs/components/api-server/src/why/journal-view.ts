import type { LogStateReader } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import type { ClusterView } from './subject.ts';

/** Returns a view of newest durable objects at `now`. */
export function journalView(state: LogStateReader, now: LabTime): ClusterView {
  return {
    now,
    get: <T extends KubeObject>({ group, resource }: Parameters<ClusterView['get']>[0], name: Parameters<ClusterView['get']>[1]) =>
      state.get({ group, resource, namespace: name.namespace ?? '', name: name.name })?.object as T | undefined,
    list: <T extends KubeObject>({ group, resource }: Parameters<ClusterView['list']>[0], namespace?: string) =>
      [...state.list({ group, resource, ...(namespace !== undefined && { namespace }) })].map(({ object }) => object as T),
  };
}
