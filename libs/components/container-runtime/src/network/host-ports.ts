import type { PortMapping } from '@klockwork/pod-lifecycle';
import { ANY_ADDRESS, type Endpoint } from '@klockwork/userland';

interface OwnMapping extends PortMapping {
  /** Address of the owning pod. */
  readonly pod: string;
}

/** Ports of a node that lead to ports of its pods. Models CNI's `portmap` plugin. */
export class HostPorts {
  #mappings: readonly OwnMapping[] = [];

  /** Adds port mappings of a pod, by its address. */
  add(pod: string, mappings: readonly PortMapping[]): void {
    this.#mappings = [...this.#mappings, ...mappings.map((mapping) => ({ ...mapping, pod }))];
  }

  /** Removes all mappings of a pod. */
  remove(pod: string): void {
    this.#mappings = this.#mappings.filter((mapping) => mapping.pod !== pod);
  }

  /** Pod endpoint behind a node port; undefined for an unmapped port. */
  targetOf({ address, port }: Endpoint, protocol: 'TCP' | 'UDP'): Endpoint | undefined {
    const target = this.#mappings.find((mapping) => {
      const { hostIP = ANY_ADDRESS } = mapping;
      return mapping.hostPort === port && mapping.protocol === protocol && (hostIP === ANY_ADDRESS || hostIP === address);
    });
    return target && { address: target.pod, port: target.containerPort };
  }
}
