import { type AgentNode, type BusRole, type BusUser, permissionsOf } from '@klockwork/bus';
import { placeOf } from '@klockwork/networking';

/** A process of a lab that joins its bus, and the nodes that it runs. */
export interface BusProcess {
  readonly service: string;
  readonly nodes: readonly string[];
}

/** Processes that move the lab's time: the launcher, or the service `clock` where there is none. */
const CLOCKS: readonly string[] = ['launcher', 'clock'];

/**
 * Returns a user of the bus for each process, which may publish and hear what its work needs and no more. `passwordOf` gives the secret
 * of a user.
 */
export function busUsersOf(cluster: string, processes: readonly BusProcess[], passwordOf: (user: string) => string): BusUser[] {
  return processes.map((process) => ({
    user: process.service,
    password: passwordOf(process.service),
    permissions: permissionsOf(cluster, process.service, roleOf(process)),
  }));
}

function roleOf({ service, nodes }: BusProcess): BusRole {
  if (nodes.length > 0) return { type: 'agent', nodes: nodes.map(agentNode) };
  if (service === 'api-server') return { type: 'api-server' };
  return CLOCKS.includes(service) ? { type: 'clock' } : { type: 'controller' };
}

function agentNode(name: string): AgentNode {
  const { podCidr, hostIP } = placeOf(name);
  return { name, podRange: podCidr.split('.').slice(0, 3).join('.'), address: hostIP };
}
