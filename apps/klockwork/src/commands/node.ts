import { ControlClient } from '../client/control-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';

interface AgentAnswer {
  readonly service: string;
  readonly nodes: readonly string[];
  readonly pid: number;
}

/** SIGKILL to the agent that runs `name`, saying what was lost with it. */
export async function killNode(name: string, options: { readonly data?: string }): Promise<void> {
  const control = await ControlClient.require(labFolder(options.data));
  const { service, nodes, pid } = await control.call<AgentAnswer>('POST', `/nodes/kill/${encodeURIComponent(name)}`);
  console.log(`SIGKILL to ${service} (process ${pid}): ${listOf(nodes)} lost power`);
}

/** Starts the agent that runs `name` again; returns when its nodes have registered. */
export async function startNode(name: string, options: { readonly data?: string }): Promise<void> {
  const control = await ControlClient.require(labFolder(options.data));
  const { service, nodes } = await control.call<AgentAnswer>('POST', `/nodes/start/${encodeURIComponent(name)}`);
  console.log(`${service} runs: ${listOf(nodes)} booted`);
}

function listOf(nodes: readonly string[]): string {
  return nodes.length <= 5 ? nodes.join(', ') : `${nodes[0]} … ${nodes.at(-1)} (${nodes.length} nodes)`;
}
