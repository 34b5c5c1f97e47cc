import type { Connection, EndpointSlice, Service } from '@klockwork/resources';
import { addressesOfSlice, type NetworkView, nodePorts, serviceOfSlice, virtualAddresses } from '../network-view.ts';

/** Content of a test network; its namespaces are those of its Services, and `default`. */
export interface NetworkContent {
  readonly services?: readonly Service[];
  readonly slices?: readonly EndpointSlice[];
  readonly connections?: readonly Connection[];
  readonly nodeAddresses?: readonly string[];
  /** Zones by node name. */
  readonly zones?: Readonly<Record<string, string>>;
}

/** NetworkView over given objects. */
export function aNetwork({ services = [], slices = [], connections = [], nodeAddresses = [], zones = {} }: NetworkContent): NetworkView {
  const namespaces = new Set(['default', ...services.map(({ metadata }) => metadata?.namespace)]);
  return {
    service: (namespace, name) => services.find(({ metadata }) => metadata?.namespace === namespace && metadata?.name === name),
    servicesAt: (ip) => services.filter((service) => virtualAddresses(service).includes(ip)),
    servicesOnNodePort: (port) => services.filter((service) => nodePorts(service).includes(port)),
    slices: (namespace, service) => slices.filter((slice) => serviceOfSlice(slice) === `${namespace}/${service}`),
    connection: (namespace, service) => connections.find(({ metadata }) => metadata?.namespace === namespace && metadata?.name === service),
    slicesAt: (ip) => slices.filter((slice) => addressesOfSlice(slice).includes(ip)),
    hasNamespace: (name) => namespaces.has(name),
    isNodeAddress: (ip) => nodeAddresses.includes(ip),
    zoneOf: (node) => zones[node],
  };
}

/** Service of type ClusterIP; default: `default/web` at 10.96.0.20 with port 80. */
export function aServiceAt(spec: Service['spec'] = {}, metadata: Service['metadata'] = {}): Service {
  const clusterIP = spec.clusterIP ?? '10.96.0.20';
  return {
    metadata: { namespace: 'default', name: 'web', ...metadata },
    spec: { type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP], ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }], ...spec },
  };
}

/** Slice of `default/web`; by default its endpoints have port 8080 for the unnamed Service port. */
export function aSlice(endpoints: EndpointSlice['endpoints'], slice: Partial<EndpointSlice> = {}, service = 'web'): EndpointSlice {
  return {
    metadata: { namespace: 'default', name: `${service}-abcde`, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    endpoints,
    ports: [{ name: '', protocol: 'TCP', port: 8080 }],
    ...slice,
  };
}
