import { goQuote, statusErrors } from '@klockwork/api-machinery';
import type { Bus, Subjects } from '@klockwork/bus';
import { type ForwardSource, NODE_ROUTES } from '@klockwork/cluster-api';
import { OutboundError } from '@klockwork/http-api';
import { type Clock, type Random, StopSource } from '@klockwork/kernel';
import type { Endpoints, Pod, Service } from '@klockwork/kubernetes-types';
import type { Connection } from '@klockwork/pod-lifecycle';
import {
  connectedTo,
  type HostAddress,
  type Connection as HostConnection,
  type KubeObject,
  type ResourceRef,
  resources,
} from '@klockwork/resources';
import { openAgentStream } from '../streams/agent-stream.ts';
import { PodConnection } from './pod-connection.ts';
import type { ServiceAddress, ServiceDialer } from './service-dialer.ts';

/** Dependencies of a {@link PodDialer}. */
export interface DialerPorts {
  /** Returns the newest object; undefined if absent. */
  readonly find: (kind: ResourceRef, namespace: string, name: string) => KubeObject | undefined;
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly random: Random;
}

/** Connects to pods behind Services, through sessions with the agents of their nodes. */
export class PodDialer implements ServiceDialer {
  readonly #ports: DialerPorts;

  constructor(ports: DialerPorts) {
    this.#ports = ports;
  }

  programOf({ namespace, name, port }: ServiceAddress): HostAddress | undefined {
    const { find } = this.#ports;
    const service = find(resources.services, namespace, name) as Service | undefined;
    const declaredPort = service?.spec?.ports?.find((one) => one.port === port);
    return declaredPort && connectedTo(find(resources.connections, namespace, name) as HostConnection | undefined, declaredPort);
  }

  dialedAddress(address: ServiceAddress): string {
    const { find } = this.#ports;
    const program = this.programOf(address);
    if (program !== undefined) return `${program.host}:${program.port}`;
    const service = find(resources.services, address.namespace, address.name) as Service | undefined;
    return `${service?.spec?.clusterIP ?? ''}:${address.port}`;
  }

  async dial(address: ServiceAddress): Promise<Connection> {
    const { pod, port } = this.#endpointOf(address);
    return dialPod(this.#ports, pod, { port });
  }

  /** Models `ResolveCluster` of kube-aggregator's `pkg/apiserver/resolvers.go`, and a kube-proxy without endpoints. */
  #endpointOf({ namespace, name, port }: ServiceAddress): { readonly pod: Pod; readonly port: number } {
    const { find, random } = this.#ports;
    const service = find(resources.services, namespace, name) as Service | undefined;
    if (service === undefined) throw statusErrors.notFound({ group: '', resource: 'service' }, name);
    const declaredPort = service.spec?.ports?.find((one) => one.port === port);
    if (declaredPort === undefined) throw statusErrors.serviceUnavailable(`no service port ${port} found for service ${goQuote(name)}`);
    const endpoints = find(resources.endpoints, namespace, name) as Endpoints | undefined;
    const ready = (endpoints?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) => {
      const target = ports.find((one) => (one.name ?? '') === (declaredPort.name ?? ''))?.port;
      return target === undefined ? [] : addresses.flatMap(({ targetRef }) => this.#podOf(targetRef, target));
    });
    const endpoint = ready[random.integer(Math.max(1, ready.length))];
    if (endpoint === undefined) throw new OutboundError(`dial tcp ${service.spec?.clusterIP}:${port}: connect: connection refused`);
    return endpoint;
  }

  #podOf(reference: KubeReference | undefined, port: number): { readonly pod: Pod; readonly port: number }[] {
    if (reference?.kind !== 'Pod') return [];
    const pod = this.#ports.find(resources.pods, reference.namespace ?? '', reference.name ?? '') as Pod | undefined;
    return pod === undefined ? [] : [{ pod, port }];
  }
}

interface KubeReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Connects to a port of a pod through a session with the agent of its node. Rejects with OutboundError without an agent. */
export async function dialPod(
  { random, bus, subjects, clock }: Omit<DialerPorts, 'find'>,
  { metadata = {}, spec, status }: Pod,
  { port, from }: { readonly port: number; readonly from?: ForwardSource },
): Promise<Connection> {
  const { namespace = '', name = '', uid = '' } = metadata;
  const connection = new PodConnection();
  const connectRequest = { session: random.uuid(), node: spec?.nodeName ?? '', namespace, pod: name, uid };
  const context = { request: { stop: new StopSource() }, services: { bus, subjects, clock } };
  const session = await openAgentStream(context, NODE_ROUTES.portforward, connectRequest, connection);
  if (!('send' in session)) throw new OutboundError(`dial tcp ${status?.podIP}:${port}: connect: no route to host`);
  connection.begin(session, port, from);
  return connection;
}
