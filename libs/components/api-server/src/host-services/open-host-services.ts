import type { Bus, Subjects } from '@klockwork/bus';
import type { Journal } from '@klockwork/event-store';
import type { HostPorts } from '@klockwork/http-api';
import type { Clock, Logger, Random } from '@klockwork/kernel';
import { type EndpointSlice, type Ingress, type ResourceRef, resources, type Secret, type Service } from '@klockwork/resources';
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
  const { group, resource } = resources.endpointSlices;
  const slices = (namespace: string) => journal.state.all({ group, resource, namespace }).map(({ object }) => object as EndpointSlice);
  const dialer = new OutsideDialer({ bus, subjects, clock, random, find, slices, programs: remote?.dialer });
  const ingressKind = { group: resources.ingresses.group, resource: resources.ingresses.resource };
  const ingresses = () => journal.state.all(ingressKind).map(({ object }) => object as Ingress);
  const service = (namespace: string, name: string) => find(resources.services, namespace, name) as Service | undefined;
  const secret = (namespace: string, name: string) => find(resources.secrets, namespace, name) as Secret | undefined;
  return new HostServices({ journal, ports: hostPorts, dialer, view: { ingresses, service, secret }, logger });
}
