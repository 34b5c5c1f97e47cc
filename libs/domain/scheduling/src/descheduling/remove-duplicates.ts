import type { Pod } from '@klockwork/kubernetes-types';
import { daemonPlacement } from '../daemon-placement.ts';
import type { NodeInfo } from '../node-info.ts';
import { type Eviction, isEvictable } from './evictable.ts';

/**
 * Returns evictions that spread pods of one owner evenly: each node keeps at most the even share, rounded up. Models RemoveDuplicates of
 * kubernetes-sigs/descheduler.
 */
export function removeDuplicates(nodes: readonly NodeInfo[]): Eviction[] {
  const usable = nodes.filter(({ node }) => node.spec?.unschedulable !== true);
  return [...byOwner(nodes)].flatMap(([, pods]) => {
    const targets = usable.filter(({ node }) => pods.some(({ pod }) => daemonPlacement(unbound(pod), node) === 'run'));
    if (targets.length < 2) return [];
    const share = Math.ceil(pods.length / targets.length);
    return beyond(pods, share);
  });
}

interface PodOnNode {
  readonly pod: Pod;
  readonly node: string;
}

/** Groups pods by owner and images; pods of a group are duplicates. */
function byOwner(nodes: readonly NodeInfo[]): Map<string, PodOnNode[]> {
  const groups = new Map<string, PodOnNode[]>();
  for (const { name, pods } of nodes) {
    for (const { pod } of pods.values()) {
      if (!isEvictable(pod)) continue;
      const key = keyOf(pod);
      groups.set(key, [...(groups.get(key) ?? []), { pod, node: name }]);
    }
  }
  return groups;
}

function keyOf({ metadata, spec }: Pod): string {
  const owners = (metadata?.ownerReferences ?? []).map(({ kind, name }) => `${kind}/${name}`).sort();
  const images = (spec?.containers ?? []).map(({ image }) => image ?? '').sort();
  return [metadata?.namespace ?? '', ...owners, ...images].join(' ');
}

/** Returns evictions of each node's pods beyond the share, in name order. */
function beyond(pods: readonly PodOnNode[], share: number): Eviction[] {
  const names = [...new Set(pods.map(({ node }) => node))].sort();
  return names.flatMap((name) => {
    const here = pods.filter(({ node }) => node === name).toSorted(byName);
    const reason = `${here.length} copies on the node, an even share is ${share}`;
    return here.slice(share).map(({ pod, node }) => ({ pod, node, reason }));
  });
}

function unbound(pod: Pod): Pod {
  const { nodeName: _, ...spec } = pod.spec ?? { containers: [] };
  return { ...pod, spec };
}

function byName(a: PodOnNode, b: PodOnNode): number {
  return (a.pod.metadata?.name ?? '') < (b.pod.metadata?.name ?? '') ? -1 : 1;
}
