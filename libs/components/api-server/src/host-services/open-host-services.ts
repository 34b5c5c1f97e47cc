import type { Bus, Subjects } from '@klockwork/bus';
import type { Journal } from '@klockwork/event-store';
import type { HostPorts } from '@klockwork/http-api';
import type { Clock, Logger, Random } from '@klockwork/kernel';
import {
  type EndpointSlice,
  type Gateway,
  type GatewayClass,
  gatewayResources,
  type HttpRoute,
  type Ingress,
  type KubeObject,
  type Namespace,
  type ResourceRef,
  resources,
  type Secret,
  type Service,
} from '@klockwork/resources';
import type { RemotePorts } from '../aggregation/remote-call.ts';
import { HostServices } from './host-services.ts';
import { OutsideDialer } from './outside-dialer.ts';

/** Parts of a server that ports of Services need. */
interface ServerParts {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly hostPorts?: HostPorts | undefined;
  readonly remote?: RemotePorts | undefined;
  readonly isReadOnly?: boolean;
}

/** Opens ports of Services on the lab's machine; undefined for a tape, and without `hostPorts`. */
export function openHostServices(
  { bus, subjects, clock, random, logger, hostPorts, remote, isReadOnly }: ServerParts,
  journal: Journal,
): HostServices | undefined {
  if (hostPorts === undefined || isReadOnly) return undefined;
  const find = ({ group, resource }: ResourceRef, namespace: string, name: string) =>
    journal.latest({ group, resource, namespace, name })?.object;
  const list = <T extends KubeObject>({ group, resource }: ResourceRef, namespace?: string): readonly T[] =>
    journal.state.all({ group, resource, ...(namespace !== undefined && { namespace }) }).map(({ object }) => object as T);
  const slices = (namespace: string) => list<EndpointSlice>(resources.endpointSlices, namespace);
  const dialer = new OutsideDialer({ bus, subjects, clock, random, find, slices, programs: remote?.dialer });
  const view = {
    ingresses: () => list<Ingress>(resources.ingresses),
    classOf: (name: string) => find(gatewayResources.gatewayClasses, '', name) as GatewayClass | undefined,
    gateways: () => list<Gateway>(gatewayResources.gateways),
    routes: () => list<HttpRoute>(gatewayResources.httpRoutes),
    namespace: (name: string) => find(resources.namespaces, '', name) as Namespace | undefined,
    service: (namespace: string, name: string) => find(resources.services, namespace, name) as Service | undefined,
    secret: (namespace: string, name: string) => find(resources.secrets, namespace, name) as Secret | undefined,
    random: random.fork('gateways'),
  };
  return new HostServices({ journal, ports: hostPorts, dialer, view, logger });
}
