import { composeAgentOf, composeError, runsUnderCompose } from '../client/compose.ts';
import { ControlClient } from '../client/control-client.ts';
import type { FaultTime } from '../launcher/fault-time.ts';
import type { StartedNode } from '../launcher/lab.ts';
import { labFolder } from '../launcher/lab-folder.ts';

interface AgentAnswer {
  readonly service: string;
  readonly nodes: readonly string[];
  readonly pid: number;
}

interface FaultAnswer {
  readonly service: string;
  readonly nodes: readonly string[];
  readonly at: number;
}

/** Sends SIGKILL to the agent of node `name`, now or at an instant of lab time, and prints the lost nodes. */
export async function killNode(name: string, options: { readonly data?: string; readonly at?: FaultTime }): Promise<void> {
  if (runsUnderCompose()) throw composeError(`docker compose kill ${composeAgentOf(name)}`);
  if (options.at !== undefined) return killNodeAt(name, options.at, options);
  const control = await ControlClient.require(labFolder(options.data));
  const { service, nodes, pid } = await control.call<AgentAnswer>('POST', `/nodes/kill/${encodeURIComponent(name)}`);
  console.log(`SIGKILL to ${service} (process ${pid}): ${listOf(nodes)} lost power`);
}

async function killNodeAt(name: string, when: FaultTime, options: { readonly data?: string }): Promise<void> {
  const control = await ControlClient.require(labFolder(options.data));
  const query = 'at' in when ? `at=${when.at}` : `in=${when.inMs}`;
  const { service, nodes, at } = await control.call<FaultAnswer>('POST', `/nodes/kill/${encodeURIComponent(name)}?${query}`);
  console.log(`SIGKILL to ${service} at ${new Date(at).toISOString()} of the lab: ${listOf(nodes)} will lose power`);
}

/** Starts the agent that runs `name` unless it runs; returns when its nodes have registered. */
export async function startNode(name: string, options: { readonly data?: string }): Promise<void> {
  if (runsUnderCompose()) throw composeError(`docker compose start ${composeAgentOf(name)}`);
  const control = await ControlClient.require(labFolder(options.data));
  const { service, nodes, ranAlready } = await control.call<StartedNode>('POST', `/nodes/start/${encodeURIComponent(name)}`);
  console.log(ranAlready ? `${name} runs already` : `${service} runs: ${listOf(nodes)} booted`);
}

function listOf(nodes: readonly string[]): string {
  return nodes.length <= 5 ? nodes.join(', ') : `${nodes[0]} … ${nodes.at(-1)} (${nodes.length} nodes)`;
}
