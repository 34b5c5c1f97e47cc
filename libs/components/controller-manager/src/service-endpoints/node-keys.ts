import type { Key } from '@klockwork/controller-runtime';
import type { Informer, Lister, Notice } from '@klockwork/informers';
import type { Node, Pod, Service } from '@klockwork/resources';
import { BY_NODE } from '../informer-indexes.ts';
import { servicesOfPod } from './pod-membership.ts';

/** The Services some of whose pods are on a node that came or went: pods of no node are in no slice. */
export function servicesOnNode({ object, change, revision }: Notice<Node>, pods: Informer<Pod>, services: Lister<Service>): readonly Key[] {
  if (change === 'updated') return [];
  const onNode = pods.byIndex(BY_NODE, object.metadata?.name ?? '');
  return [...new Set(onNode.flatMap((pod) => servicesOfPod({ change: 'added', object: pod, revision }, services)))];
}
