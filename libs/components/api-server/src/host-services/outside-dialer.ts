import type { LabTime } from '@klockwork/kernel';
import { StopSource } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import {
  type Backend,
  backendAddress,
  backendAt,
  backendsOf,
  connectedTo,
  type Endpoint,
  type EndpointSlice,
  type Connection as HostConnection,
  type Pod,
  resources,
  SERVICE_NAME_LABEL,
  type Service,
  type ServicePort,
  sessionAffinityMs,
  usableBackends,
} from '@klockwork/resources';
import type { HostDialer } from '@klockwork/userland';
import { type DialerPorts, dialPod } from '../proxy/pod-dialer.ts';

/** Dependencies of an {@link OutsideDialer}. */
export interface OutsideDialerPorts extends DialerPorts {
  /** Returns the slices of a namespace. */
  readonly slices: (namespace: string) => readonly EndpointSlice[];
  /** Way to programs of the lab's machine; absent: refused. */
  readonly programs?: HostDialer | undefined;
}

/** Port of a Service, by name. */
export interface DialedPort {
  readonly namespace: string;
  readonly service: string;
  readonly port: ServicePort;
}

/** Hints lead to no endpoint outside the cluster. */
const OUTSIDE = { node: '' };

/** Connects clients outside the cluster to pods behind Services, like a load balancer and the kube-proxy of the pod's node. */
export class OutsideDialer {
  readonly #ports: OutsideDialerPorts;
  /** Last endpoint of each Service port with session affinity: all clients have one address. */
  readonly #last = new Map<string, { readonly address: string; readonly until: LabTime }>();

  constructor(ports: OutsideDialerPorts) {
    this.#ports = ports;
  }

  /** Rejects with ConnectionError: `refused` without a ready endpoint, or if the endpoint is no pod. */
  async dial(port: DialedPort): Promise<Connection> {
    const { find, programs } = this.#ports;
    const { namespace, service: name } = port;
    const service = find(resources.services, namespace, name) as Service | undefined;
    if (service === undefined) throw new ConnectionError('refused');
    const program = connectedTo(find(resources.connections, namespace, name) as HostConnection | undefined, port.port);
    if (program !== undefined && programs !== undefined) return programs.dial(program, new StopSource());
    const chosenBackend = this.#choose(service, port);
    const pod = chosenBackend && this.#podOf(chosenBackend.endpoint);
    if (chosenBackend === undefined || pod === undefined) throw new ConnectionError('refused');
    // Policy Cluster replaces the client's address by that of the node.
    const from = service.spec?.externalTrafficPolicy === 'Local' ? 'outside' : 'node';
    return dialPod(this.#ports, pod, { port: chosenBackend.port, from });
  }

  #choose(service: Service, port: DialedPort): Backend | undefined {
    const { random, clock } = this.#ports;
    const targets = usableBackends(this.#backends(port), 'Cluster', OUTSIDE).backends;
    const affinityMs = sessionAffinityMs(service);
    if (affinityMs === undefined) return targets[random.integer(Math.max(1, targets.length))];
    const key = `${port.namespace}/${port.service}/${port.port.port}`;
    const last = this.#last.get(key);
    const former = last !== undefined && last.until > clock.now() ? last.address : undefined;
    const chosenBackend = backendAt(targets, former) ?? targets[random.integer(Math.max(1, targets.length))];
    if (chosenBackend !== undefined) this.#last.set(key, { address: backendAddress(chosenBackend), until: clock.now() + affinityMs });
    return chosenBackend;
  }

  #backends({ namespace, service, port }: DialedPort): readonly Backend[] {
    const slices = this.#ports.slices(namespace).filter(({ metadata }) => metadata?.labels?.[SERVICE_NAME_LABEL] === service);
    return backendsOf(slices, port);
  }

  #podOf({ targetRef }: Endpoint): Pod | undefined {
    if (targetRef?.kind !== 'Pod') return undefined;
    return this.#ports.find(resources.pods, targetRef.namespace ?? '', targetRef.name ?? '') as Pod | undefined;
  }
}
