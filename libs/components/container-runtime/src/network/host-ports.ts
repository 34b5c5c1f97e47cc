import type { PortMapping } from '@klockwork/pod-lifecycle';
import { ANY_ADDRESS, type Endpoint } from '@klockwork/userland';

interface OwnMapping extends PortMapping {
  /** The pod that has it. */
  readonly pod: string;
}

/** Ports of a node that lead to ports of its pods. Models CNI's `portmap` plugin. */
export class HostPorts {
  #mappings: readonly OwnMapping[] = [];

  /** The pod at this address has these from now on. */
  add(pod: string, mappings: readonly PortMapping[]): void {
    this.#mappings = [...this.#mappings, ...mappings.map((mapping) => ({ ...mapping, pod }))];
  }

  /** The pod at this address is gone. */
  remove(pod: string): void {
    this.#mappings = this.#mappings.filter((mapping) => mapping.pod !== pod);
  }

  /** Where who comes to an address of the node is led to; undefined when no pod has the port. */
  targetOf({ address, port }: Endpoint, protocol: 'TCP' | 'UDP'): Endpoint | undefined {
    const found = this.#mappings.find((mapping) => {
      const { hostIP = ANY_ADDRESS } = mapping;
      return mapping.hostPort === port && mapping.protocol === protocol && (hostIP === ANY_ADDRESS || hostIP === address);
    });
    return found && { address: found.pod, port: found.containerPort };
  }
}
