import type { Clock, StopSignal } from '@klockwork/kernel';
import { type Connection, ConnectionError, type PortAnswer, type PortRequest } from '@klockwork/pod-lifecycle';
import { IpPool } from '../ip-pool.ts';
import { askPort } from './ask-port.ts';
import { LOOPBACK } from './endpoint.ts';
import { SandboxNetwork } from './sandbox-network.ts';

/** The networks of the pods of one node. */
export class NodeNetwork {
  readonly #addresses: IpPool;
  readonly #byId = new Map<string, SandboxNetwork>();

  /** @param podCidr `10.244.3.0/24` */
  constructor(podCidr: string) {
    this.#addresses = new IpPool(podCidr);
  }

  /** Gives a sandbox an address and a network. Throws RuntimeError when no address is left. */
  open(sandboxId: string, clock: Clock): SandboxNetwork {
    const network = new SandboxNetwork(clock, this.#addresses.take());
    this.#byId.set(sandboxId, network);
    return network;
  }

  /** A sandbox is gone: its address may be given to another. */
  close(sandboxId: string): void {
    const network = this.#byId.get(sandboxId);
    if (network === undefined) return;
    this.#byId.delete(sandboxId);
    this.#addresses.giveBack(network.address);
  }

  /** Connects to `localhost` in a sandbox. Rejects with ConnectionError. */
  async connect(sandboxId: string, port: number): Promise<Connection> {
    const network = this.#networkOf(sandboxId);
    return network.connected({ address: LOOPBACK, port: network.ephemeralPort() }, { address: LOOPBACK, port });
  }

  /** Speaks to the address of a sandbox from the node. See ContainerRuntime. */
  reach(sandboxId: string, port: number, request: PortRequest, stop: StopSignal | undefined): Promise<PortAnswer> {
    const host = `${this.#byId.get(sandboxId)?.address}:${port}`;
    const connect = async () => {
      const network = this.#networkOf(sandboxId);
      return network.connected({ address: this.#addresses.gateway, port: network.ephemeralPort() }, { address: network.address, port });
    };
    return askPort(connect, host, request, stop);
  }

  /** Throws ConnectionError: packets to a pod that is gone are lost. */
  #networkOf(sandboxId: string): SandboxNetwork {
    const network = this.#byId.get(sandboxId);
    if (network === undefined) throw new ConnectionError('timeout');
    return network;
  }
}
