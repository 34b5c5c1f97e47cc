import type { NodeInfo } from './node-info.ts';

/** Returns the value of a node's label; undefined without the label. */
export function topologyValue({ node }: NodeInfo, topologyKey: string): string | undefined {
  return node.metadata?.labels?.[topologyKey];
}
