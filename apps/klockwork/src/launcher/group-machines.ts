import type { GroupMachines } from '@klockwork/controller-runtime';
import type { NodeGroupSize } from '@klockwork/resources';
import type { LabFolder } from './lab-folder.ts';
import type { LabListener } from './lab-listener.ts';
import { groupAgents } from './node-group.ts';
import type { AgentPlan } from './node-plan.ts';
import type { Service } from './service.ts';

/** Part of a lab with machines. */
export interface MachineRoom {
  /** Service of each agent by its name. */
  readonly services: Map<string, Service>;
  readonly stopGraceMs: number;
  readonly folder: Pick<LabFolder, 'forgetPodStarts'>;
  readonly listener: Pick<LabListener, 'onNotice'>;
  add(agent: AgentPlan): Service;
}

/** Returns the machines of a lab's group of nodes, each an agent. A failed start is reported; the Node stays without a machine. */
export function groupMachines(group: NodeGroupSize, room: MachineRoom): GroupMachines {
  const agents = new Map(groupAgents(group).map((agent) => [agent.nodes[0], agent]));
  const ending = new Map<string, Promise<void>>();
  const failed = (error: unknown) => room.listener.onNotice((error as Error).message);
  const start = async (agent: AgentPlan) => {
    await ending.get(agent.service);
    await (room.services.get(agent.service) ?? room.add(agent)).start();
  };
  const end = async (service: Service, node: string) => {
    service.retire();
    await service.stop(room.stopGraceMs);
    // Another machine may get the name.
    room.folder.forgetPodStarts([node]);
    ending.delete(service.spec.name);
  };
  return {
    startNode(node) {
      const agent = agents.get(node);
      if (agent !== undefined) start(agent).catch(failed);
    },
    endNode(node) {
      const service = room.services.get(agents.get(node)?.service ?? '');
      if (service === undefined) return;
      room.services.delete(service.spec.name);
      ending.set(service.spec.name, end(service, node).catch(failed));
    },
  };
}
