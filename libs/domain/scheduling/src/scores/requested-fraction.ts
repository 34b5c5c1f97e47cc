import type { Amounts, NodeInfo } from '../node-info.ts';
import type { Candidate } from '../plugin.ts';

/** Assumed requests of a container without requests, for scores. Models `schedutil.DefaultMilliCPURequest` and `DefaultMemoryRequest`. */
const ASSUMED: Amounts = { cpu: 100, memory: 200 * 1_024 * 1_024 };

/** Returns the requested fraction of a node's resource including the candidate, 0 to 1; 1 for a node without it. */
export function requestedFraction(candidate: Candidate, node: NodeInfo, resource: 'cpu' | 'memory'): number {
  const allocatable = node.allocatable[resource] ?? 0;
  if (allocatable === 0) return 1;
  const assumed = ASSUMED[resource] as number;
  let requested = candidate.requests[resource] || assumed;
  for (const placed of node.pods.values()) requested += placed.requests[resource] || assumed;
  return Math.min(1, requested / allocatable);
}
