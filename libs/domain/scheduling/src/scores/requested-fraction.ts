import type { Amounts, NodeInfo } from '../node-info.ts';
import type { Candidate } from '../plugin.ts';

/** What a container without requests counts as when nodes are compared. Models `schedutil.DefaultMilliCPURequest` and `DefaultMemoryRequest`. */
const ASSUMED: Amounts = { cpu: 100, memory: 200 * 1_024 * 1_024 };

/** The share of a node's resource that would be requested with the candidate on it, 0 to 1; 1 when the node has none. */
export function requestedFraction(candidate: Candidate, node: NodeInfo, resource: 'cpu' | 'memory'): number {
  const allocatable = node.allocatable[resource] ?? 0;
  if (allocatable === 0) return 1;
  const assumed = ASSUMED[resource] as number;
  let requested = candidate.requests[resource] || assumed;
  for (const placed of node.pods.values()) requested += placed.requests[resource] || assumed;
  return Math.min(1, requested / allocatable);
}
