import { type Endpoint, type EndpointPort, type Node, type Pod, podReady, type Service } from '@klockwork/resources';
import { hostnameBelow, podAddresses } from '../service-endpoints/pod-membership.ts';
import { podPort } from '../service-endpoints/pod-port.ts';
import { trafficHints } from './traffic-hints.ts';

/** Zone label of a node. */
const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** Endpoint of a pod in an IPv4 slice. Models `podToEndpoint` of `k8s.io/endpointslice/utils.go`. */
export function podEndpoint(pod: Pod, node: Node | undefined, service: Service): Endpoint {
  const { namespace, name, uid } = pod.metadata ?? {};
  const [serving, terminating] = [podReady(pod), pod.metadata?.deletionTimestamp !== undefined];
  // Terminating endpoints are never ready, for clients that only know `ready`.
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const hostname = hostnameBelow(pod, service);
  const zone = node?.metadata?.labels?.[ZONE_LABEL];
  const endpoint: Endpoint = {
    addresses: podAddresses(pod).filter((ip) => !ip.includes(':')),
    conditions: { ready, serving, terminating },
    ...(hostname !== undefined && { hostname }),
    targetRef: { kind: 'Pod', ...(namespace && { namespace }), ...(name && { name }), ...(uid && { uid }) },
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    ...(zone && { zone }),
  };
  const hints = trafficHints(endpoint, service);
  return hints === undefined ? endpoint : { ...endpoint, hints };
}

/** Service ports resolved on a pod; missing ports are omitted. Models `getEndpointPorts`. */
export function endpointPorts(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((offeredPort) => {
    const port = podPort(pod, offeredPort);
    if (port === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = offeredPort;
    return [{ name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}
