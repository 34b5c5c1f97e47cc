import type { Node, Pod } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';

/** Returns a single-container pod with these requests. */
export function podRequesting(name: string, requests: Readonly<Record<string, string>>): Pod {
  return aPod({ metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx', resources: { requests } }] } });
}

/** Returns a node with exactly these allocatable resources. */
export function nodeOf(allocatable: Readonly<Record<string, string>>): Node {
  return { ...aNode(), status: { allocatable } };
}
