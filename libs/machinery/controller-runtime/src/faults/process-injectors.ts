import { type Fault, faultMember } from '@klockwork/resources';
import type { FaultEvidence, FaultInjectors } from './fault-actor.ts';

/** Processes of a lab, as their launcher controls them. */
export interface FaultedProcesses {
  /** Ends the process of a node without notice. Returns all its nodes; empty if it does not run. */
  killNode(node: string, fault: string): readonly string[];
  /** Boots a node unless it runs. */
  startNode(node: string): void;
  /** Kills a service, which restarts. Returns false if it does not run. */
  kill(service: string, fault: string): boolean;
}

/** Returns the injectors of a launcher; `reporter` is its name in reports. */
export function processInjectors(processes: FaultedProcesses, reporter: string): FaultInjectors {
  return {
    NodePowerLoss(fault) {
      const { nodes = [] } = fault.status ?? {};
      if (nodes.length === 0) return undefined;
      const lost = new Set<string>();
      for (const node of nodes) if (!lost.has(node)) for (const one of processes.killNode(node, nameOf(fault))) lost.add(one);
      return {
        evidence: () => evidenceOf([...lost].map((node) => `nodes/${node}`)),
        end: () => {
          for (const node of lost) processes.startNode(node);
        },
      };
    },
    ProcessKill(fault) {
      // Kills happen once, also for a launcher that restarts meanwhile.
      const earlier = fault.status?.reports?.[reporter];
      const { processes: services = [] } = faultMember(fault, 'ProcessKill');
      const killedServices =
        earlier === undefined ? services.filter((service) => processes.kill(service, nameOf(fault))) : (earlier.names ?? []);
      return { evidence: () => evidenceOf(killedServices), end: () => {} };
    },
  };
}

function evidenceOf(names: readonly string[]): FaultEvidence {
  return { touched: names.length, names, ...(names.length === 0 && { message: 'nothing was running' }) };
}

function nameOf({ metadata }: Fault): string {
  return metadata?.name ?? '';
}
