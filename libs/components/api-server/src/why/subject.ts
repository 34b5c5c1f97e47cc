import type { Diagnosis, WholeEvent } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import type { Event, KubeObject, ObjectKey, ResourceRef } from '@klockwork/resources';
import { resources } from '@klockwork/resources';

/** An object in question, with its history. */
export interface Subject {
  readonly key: ObjectKey;
  /** The newest state; of a deleted object the last one. */
  readonly object: KubeObject;
  readonly gone: boolean;
  /** Events of the log about this object (one UID), the oldest first; never empty. */
  readonly history: readonly WholeEvent[];
}

/** The objects of the cluster at one instant. */
export interface ClusterView {
  readonly now: LabTime;
  get<T extends KubeObject>(resource: ResourceRef, name: { readonly namespace?: string; readonly name: string }): T | undefined;
  /** Objects of one namespace, or of all. */
  list<T extends KubeObject>(resource: ResourceRef, namespace?: string): readonly T[];
}

/** A diagnosis before the objects that it refers to are diagnosed themselves. */
export interface DiagnosisDraft extends Omit<Diagnosis, 'related'> {
  /** The event that brought the diagnosed state about. */
  readonly revision: number;
  /** Objects whose own diagnoses explain more. */
  readonly related?: readonly ObjectKey[];
}

/** Answers one question about objects of one kind. Undefined when the question does not arise. */
export type Diagnose = (subject: Subject, view: ClusterView) => DiagnosisDraft | undefined;

/** Returns the Kubernetes Events about an object, the oldest first. */
export function eventsAbout(view: ClusterView, { metadata }: KubeObject): readonly Event[] {
  const { uid, namespace } = metadata ?? {};
  return view
    .list<Event>(resources.events, namespace ?? 'default')
    .filter(({ involvedObject }) => involvedObject.uid === uid)
    .sort((a, b) => revisionOf(a) - revisionOf(b));
}

/** Returns the revision at which an object was written last. */
export function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata?.resourceVersion ?? 0);
}

/** Returns the revision since which `holds` has been true without a break up to the newest event. */
export function sinceRevision({ history }: Subject, holds: (object: KubeObject) => boolean): number {
  const broken = history.findLastIndex(({ object }) => !holds(object));
  return (history[broken + 1] ?? history.at(-1))?.revision ?? 0;
}

/** Returns the key of an object of `resource`. */
export function keyOf(resource: ResourceRef, { metadata }: KubeObject): ObjectKey {
  const { namespace = '', name = '' } = metadata ?? {};
  return { group: resource.group, resource: resource.resource, namespace, name };
}
