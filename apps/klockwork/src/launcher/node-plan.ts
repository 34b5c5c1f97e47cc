/** Which nodes one agent process runs. */
export interface AgentPlan {
  /** Name of the service: `kubelet-agent-2`. */
  readonly service: string;
  readonly nodes: readonly string[];
}

/** Maximum number of nodes with separate agents, whose processes die alone. */
const OWN_AGENT_MAX = 8;
/** Nodes per agent above that number. */
const NODES_PER_AGENT = 25;

/** Spreads node-1 … node-`nodes` over `agents` processes (chosen when not given), in blocks that differ by one node at most. */
export function planAgents(nodes: number, agents?: number): AgentPlan[] {
  const count = Math.min(agents ?? (nodes <= OWN_AGENT_MAX ? nodes : Math.ceil(nodes / NODES_PER_AGENT)), nodes);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * nodes) / count);
    const to = Math.floor(((index + 1) * nodes) / count);
    return { service: `kubelet-agent-${index + 1}`, nodes: Array.from({ length: to - from }, (_, offset) => `node-${from + offset + 1}`) };
  });
}
