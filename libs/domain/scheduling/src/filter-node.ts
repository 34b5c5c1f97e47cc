import type { NodeInfo } from './node-info.ts';
import type { Candidate, Refusal } from './plugin.ts';

/** Returns name and refusal of the first filter that refuses the node; undefined if all accept it. */
export function filterNode(candidate: Candidate, node: NodeInfo): { readonly filter: string; readonly refusal: Refusal } | undefined {
  for (const filter of candidate.profile.filters) {
    const refusal = filter.refuse(candidate, node);
    if (refusal !== undefined) return { filter: filter.name, refusal };
  }
  return undefined;
}
