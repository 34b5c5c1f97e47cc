import { type Bus, BusError, type Subjects } from '@klockwork/bus';
import { NODE_ROUTES, type NodeStats } from '@klockwork/cluster-api';

/** Access to agents of nodes. */
export interface AgentsOfNodes {
  readonly bus: Bus;
  readonly subjects: Subjects;
}

/** Time-out of upstream's metrics-server for a kubelet, in ms of lab time. */
const TIMEOUT_MS = 10_000;

/** Returns the usage on each node. Nodes without an answer are omitted, like failed scrapes. */
export async function statsOfNodes(agents: AgentsOfNodes, nodes: ReadonlySet<string>): Promise<ReadonlyMap<string, NodeStats>> {
  const requests = [...nodes].filter((node) => node !== '').map(async (node) => [node, await statsOf(agents, node)] as const);
  return new Map((await Promise.all(requests)).flatMap(([node, stats]) => (stats === undefined ? [] : [[node, stats] as const])));
}

async function statsOf({ bus, subjects }: AgentsOfNodes, node: string): Promise<NodeStats | undefined> {
  try {
    return await bus.request(subjects.at(NODE_ROUTES.stats, node), {}, { timeoutMs: TIMEOUT_MS });
  } catch (error) {
    if (error instanceof BusError) return undefined;
    throw error;
  }
}
