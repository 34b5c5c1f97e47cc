import { aNetwork, aServiceAt, aSlice } from '@klockwork/networking/testing';
import type { ContainerSpec } from '@klockwork/pod-lifecycle';
import { type CommandOutcome, type LabPod, NetworkLab } from './network-lab.ts';

/** Images and container fields of a service lab. */
export interface ServiceLabOptions {
  /** Image of the server pod. */
  readonly server: string;
  readonly serverFields?: Partial<ContainerSpec>;
  readonly clientFields?: Partial<ContainerSpec>;
  /** Port of the server behind the Service. */
  readonly port?: number;
}

const SLEEP = ['sleep', 'infinity'];

/** Network lab with the Service `web` before a server pod on node 1, the Service `empty` without endpoints, and two clients on node 2. */
export class ServiceLab extends NetworkLab {
  readonly #pods = new Map<string, LabPod>();

  static async start({ server, serverFields = {}, clientFields = {}, port }: ServiceLabOptions): Promise<ServiceLab> {
    const lab = new ServiceLab();
    const pod = await lab.pod(1, server, serverFields);
    const endpoint = { addresses: [pod.ip], conditions: { ready: true } };
    const ports = port === undefined ? {} : { ports: [{ name: '', protocol: 'TCP', port }] };
    lab.view = aNetwork({
      services: [aServiceAt(), aServiceAt({ clusterIP: '10.96.0.21' }, { name: 'empty' })],
      slices: [aSlice([endpoint], ports)],
    });
    lab.#pods.set('server', pod);
    for (const image of ['busybox', 'debian']) lab.#pods.set(image, await lab.pod(2, image, { command: SLEEP, ...clientFields }));
    return lab;
  }

  /** Returns the server (`server`) or a client by its image (`busybox`, `debian`). Throws for another name. */
  named(name: string): LabPod {
    const pod = this.#pods.get(name);
    if (pod === undefined) throw new Error(`the lab has no pod ${name}`);
    return pod;
  }

  /** Runs a shell script in a pod for at most `limitMs` of lab time. */
  script(name: string, script: string, limitMs = 0): Promise<CommandOutcome> {
    return this.run(this.named(name), ['sh', '-c', script], limitMs);
  }
}
