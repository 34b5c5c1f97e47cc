import type { Diagnosis, WholeEvent } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import type { Event, KubeObject, ObjectKey, ResourceRef } from '@klockwork/resources';
import { resources } from '@klockwork/resources';

/** Object to explain, with its history. */
export interface Subject {
  readonly key: ObjectKey;
  /** Newest state, or a deleted object's last one. */
  readonly object: KubeObject;
  readonly gone: boolean;
  /** Events of the log about this object (by UID), oldest first; never empty. */
  readonly history: readonly WholeEvent[];
}

/** Objects of the cluster at one instant. */
export interface ClusterView {
  readonly now: LabTime;
  /** Kinds that are served. */
  readonly kinds: readonly ResourceRef[];
  get<T extends KubeObject>(resource: ResourceRef, name: { readonly namespace?: string; readonly name: string }): T | undefined;
  /** Returns the objects of one or all namespaces. */
  list<T extends KubeObject>(resource: ResourceRef, namespace?: string): readonly T[];
}

/** Diagnosis without those of related objects. */
export interface DiagnosisDraft extends Omit<Diagnosis, 'related'> {
  /** Revision that caused the diagnosed state. */
  readonly revision: number;
  /** Related objects, whose diagnoses explain more. */
  readonly related?: readonly ObjectKey[];
}

/** Diagnoses one problem of a kind's objects. Undefined without the problem. */
export type Diagnose = (subject: Subject, view: ClusterView) => DiagnosisDraft | undefined;

/** Returns the Kubernetes Events about an object, the oldest first. */
export function eventsAbout(view: ClusterView, { metadata }: KubeObject): readonly Event[] {
  const { uid, namespace } = metadata ?? {};
  return view
    .list<Event>(resources.events, namespace ?? 'default')
    .filter(({ involvedObject }) => involvedObject.uid === uid)
    .sort((a, b) => revisionOf(a) - revisionOf(b));
}

/** Returns the revision of an object's last write. */
export function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata?.resourceVersion ?? 0);
}

/** Returns the first revision since which `holds` is true without interruption. */
export function sinceRevision({ history }: Subject, holds: (object: KubeObject) => boolean): number {
  const lastBreak = history.findLastIndex(({ object }) => !holds(object));
  return (history[lastBreak + 1] ?? history.at(-1))?.revision ?? 0;
}

export function keyOf(resource: ResourceRef, { metadata }: KubeObject): ObjectKey {
  const { namespace = '', name = '' } = metadata ?? {};
  return { group: resource.group, resource: resource.resource, namespace, name };
}
