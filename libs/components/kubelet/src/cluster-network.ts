import type { Informers } from '@klockwork/informers';
import type { Namespace, Node } from '@klockwork/kubernetes-types';
import { addressesOfSlice, type DnsZone, type NetworkView, nodePorts, serviceOfSlice, virtualAddresses } from '@klockwork/networking';
import { type Connection, type EndpointSlice, resources, type Service } from '@klockwork/resources';

/** Zone label of nodes. */
const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** Returns the Services and names of the cluster for kube-proxy and DNS of a process's nodes: the present content of the caches. */
export function clusterNetwork(informers: Informers): () => DnsZone {
  const services = informers.informer<Service>(resources.services, {
    indexes: {
      address: (service) => virtualAddresses(service),
      nodePort: (service) => nodePorts(service).map(String),
    },
  });
  const slices = informers.informer<EndpointSlice>(resources.endpointSlices, {
    indexes: {
      service: (slice) => [serviceOfSlice(slice) ?? ''],
      address: (slice) => addressesOfSlice(slice),
    },
  });
  const connections = informers.informer<Connection>(resources.connections);
  const namespaces = informers.informer<Namespace>(resources.namespaces);
  const nodes = informers.informer<Node>(resources.nodes, {
    indexes: { address: ({ status }) => (status?.addresses ?? []).map(({ address }) => address) },
  });
  const view: NetworkView = {
    service: (namespace, name) => services.get(namespace, name),
    servicesAt: (ip) => services.byIndex('address', ip),
    servicesOnNodePort: (port) => services.byIndex('nodePort', String(port)),
    slices: (namespace, service) => slices.byIndex('service', `${namespace}/${service}`),
    connection: (namespace, service) => connections.get(namespace, service),
    slicesAt: (ip) => slices.byIndex('address', ip),
    hasNamespace: (name) => namespaces.get('', name) !== undefined,
    isNodeAddress: (ip) => nodes.byIndex('address', ip).length > 0,
    zoneOf: (node) => nodes.get('', node)?.metadata?.labels?.[ZONE_LABEL],
  };
  let serial = 1;
  const changed = () => {
    serial += 1;
  };
  for (const informer of [services, slices, namespaces]) informer.onNotice(changed);
  return () => ({ view, serial });
}
