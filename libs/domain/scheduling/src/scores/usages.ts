import type { NodeInfo } from '../node-info.ts';
import type { Candidate } from '../plugin.ts';
import type { ResourceWeight } from '../plugin-args.ts';

/** Use of one resource on a node, including the candidate. Amounts as in `Amounts`. */
export interface Usage {
  readonly requested: number;
  readonly capacity: number;
  readonly weight: number;
}

const NATIVE = new Set(['cpu', 'memory', 'ephemeral-storage']);

/**
 * Returns the uses of `resources` that the node has. With assumed requests, containers without requests count too. Other resources count
 * only for pods that request them. Models `calculateResourceAllocatableRequest`.
 */
export function usages(
  { requests, assumed }: Pick<Candidate, 'requests'> & Partial<Pick<Candidate, 'assumed'>>,
  node: NodeInfo,
  resources: readonly ResourceWeight[],
): Usage[] {
  const countedWeights = resources.filter(({ name }) => (node.allocatable[name] ?? 0) > 0 && (NATIVE.has(name) || requests[name]));
  return countedWeights.map(({ name, weight }) => {
    const isAssumed = assumed?.[name] !== undefined;
    const [pod, others] = isAssumed ? [assumed[name], node.assumed[name]] : [requests[name], node.requested[name]];
    return { requested: (pod ?? 0) + (others ?? 0), capacity: node.allocatable[name] as number, weight };
  });
}
