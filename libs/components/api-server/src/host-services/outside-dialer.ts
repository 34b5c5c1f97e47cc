import type { LabTime } from '@klockwork/kernel';
import { StopSource } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import {
  connectedTo,
  type Endpoint,
  type EndpointSlice,
  type Connection as HostConnection,
  type Pod,
  resources,
  SERVICE_NAME_LABEL,
  type Service,
  type ServicePort,
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

interface Target {
  readonly endpoint: Endpoint;
  readonly port: number;
}

const DEFAULT_AFFINITY_SECONDS = 10_800;

/** Connects clients outside the cluster to pods behind Services, like a load balancer and the kube-proxy of the pod's node. */
export class OutsideDialer {
  readonly #ports: OutsideDialerPorts;
  /** Last endpoint of each Service port with session affinity: all clients have one address. */
  readonly #last = new Map<string, { readonly address: string; readonly until: LabTime }>();

  constructor(ports: OutsideDialerPorts) {
    this.#ports = ports;
  }

  /** Rejects with ConnectionError: `refused` without a ready endpoint, or if the endpoint is no pod. */
  async dial(dialed: DialedPort): Promise<Connection> {
    const { find, programs } = this.#ports;
    const { namespace, service: name } = dialed;
    const service = find(resources.services, namespace, name) as Service | undefined;
    if (service === undefined) throw new ConnectionError('refused');
    const program = connectedTo(find(resources.connections, namespace, name) as HostConnection | undefined, dialed.port);
    if (program !== undefined && programs !== undefined) return programs.dial(program, new StopSource());
    const chosen = this.#choose(service, dialed);
    const pod = chosen && this.#podOf(chosen.endpoint);
    if (chosen === undefined || pod === undefined) throw new ConnectionError('refused');
    // Policy Cluster replaces the client's address by that of the node.
    const from = service.spec?.externalTrafficPolicy === 'Local' ? 'outside' : 'node';
    return dialPod(this.#ports, pod, { port: chosen.port, from });
  }

  #choose({ spec }: Service, dialed: DialedPort): Target | undefined {
    const { random, clock } = this.#ports;
    const targets = usable(this.#targets(dialed));
    if (spec?.sessionAffinity !== 'ClientIP') return targets[random.integer(Math.max(1, targets.length))];
    const key = `${dialed.namespace}/${dialed.service}/${dialed.port.port}`;
    const last = this.#last.get(key);
    const former = last !== undefined && last.until > clock.now() ? last.address : undefined;
    const chosen = targets.find((target) => addressOf(target) === former) ?? targets[random.integer(Math.max(1, targets.length))];
    const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS;
    if (chosen !== undefined) this.#last.set(key, { address: addressOf(chosen), until: clock.now() + seconds * 1_000 });
    return chosen;
  }

  #targets({ namespace, service, port }: DialedPort): readonly Target[] {
    const slices = this.#ports.slices(namespace).filter(({ metadata }) => metadata?.labels?.[SERVICE_NAME_LABEL] === service);
    return slices.flatMap(({ ports, endpoints }) => {
      const target = ports?.find(({ name = '', protocol = 'TCP' }) => name === (port.name ?? '') && protocol === 'TCP')?.port;
      return target ? endpoints.map((endpoint) => ({ endpoint, port: target })) : [];
    });
  }

  #podOf({ targetRef }: Endpoint): Pod | undefined {
    if (targetRef?.kind !== 'Pod') return undefined;
    return this.#ports.find(resources.pods, targetRef.namespace ?? '', targetRef.name ?? '') as Pod | undefined;
  }
}

/** Ready endpoints; without any, terminating ones that still serve. Models `CategorizeEndpoints` of `pkg/proxy/topology.go`. */
function usable(targets: readonly Target[]): readonly Target[] {
  const ready = targets.filter(({ endpoint: { conditions } }) => conditions?.ready ?? true);
  if (ready.length > 0) return ready;
  return targets.filter(({ endpoint: { conditions } }) => conditions?.terminating === true && conditions.serving === true);
}

function addressOf({ endpoint: { addresses }, port }: Target): string {
  return `${addresses[0]}:${port}`;
}
