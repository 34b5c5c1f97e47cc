import type { Key } from '@klockwork/controller-runtime';
import type { Informer, Lister, Notice } from '@klockwork/informers';
import type { Node, Pod, Service } from '@klockwork/resources';
import { BY_NODE } from '../informer-indexes.ts';
import { servicesOfPod } from './pod-membership.ts';

/** Services with pods on a created or deleted node: pods of missing nodes have no endpoint. */
export function servicesOnNode({ object, change, revision }: Notice<Node>, pods: Informer<Pod>, services: Lister<Service>): readonly Key[] {
  if (change === 'updated') return [];
  const onNode = pods.byIndex(BY_NODE, object.metadata?.name ?? '');
  return [...new Set(onNode.flatMap((pod) => servicesOfPod({ change: 'added', object: pod, revision }, services)))];
}
