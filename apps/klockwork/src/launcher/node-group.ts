import { groupNodeNames, isGroupNode, type NodeGroupSize } from '@klockwork/resources';
import type { LabClient } from '../client/lab-client.ts';
import type { LabOptions } from './lab-options.ts';
import { type AgentPlan, planAgents } from './node-plan.ts';
import type { Service } from './service.ts';

/** Returns one agent per possible node of a group: machines start and end alone. */
export function groupAgents({ max }: NodeGroupSize): AgentPlan[] {
  return planAgents(max, max);
}

/** Returns nodes to start: those of the log, and the first free names up to the minimum. */
export function nodesToStart(group: NodeGroupSize, existing: readonly string[]): string[] {
  const members = existing.filter((name) => isGroupNode(name, group));
  const free = groupNodeNames(group).filter((name) => !members.includes(name));
  const started = new Set([...members, ...free.slice(0, Math.max(0, group.min - members.length))]);
  return groupNodeNames(group).filter((name) => started.has(name));
}

/** Returns all agents that a lab can start. */
export function agentsOf({ nodes, agents, autoscale }: LabOptions): AgentPlan[] {
  return autoscale === undefined ? planAgents(nodes, agents) : groupAgents(autoscale);
}

/** Returns agents to start. Machines of a group are those of its Nodes, which a started control plane knows. */
export async function agentsToStart(options: LabOptions, controlPlane: readonly Service[], client: () => LabClient): Promise<AgentPlan[]> {
  const agents = agentsOf(options);
  const { autoscale } = options;
  if (autoscale === undefined) return agents;
  await Promise.all(controlPlane.map((service) => service.start()));
  const { items } = await client().getJson<{ items: { metadata: { name: string } }[] }>('/api/v1/nodes');
  const started = nodesToStart(
    autoscale,
    items.map(({ metadata }) => metadata.name),
  );
  return agents.filter(({ nodes }) => nodes.some((node) => started.includes(node)));
}
