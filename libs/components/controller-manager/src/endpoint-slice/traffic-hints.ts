import type { Endpoint, EndpointHints, Service } from '@klockwork/resources';
import { wantsTopology } from './topology-hints.ts';

/** Hints of a ready endpoint for trafficDistribution; a topology annotation takes precedence. Models `k8s.io/endpointslice/trafficdist`. */
export function trafficHints({ conditions, nodeName, zone }: Endpoint, service: Service): EndpointHints | undefined {
  const wish = wantsTopology(service) ? '' : (service.spec?.trafficDistribution ?? '');
  if (!['PreferClose', 'PreferSameZone', 'PreferSameNode'].includes(wish) || conditions?.ready !== true) return undefined;
  const hints: EndpointHints = {
    ...(zone !== undefined && { forZones: [{ name: zone }] }),
    ...(nodeName !== undefined && wish === 'PreferSameNode' && { forNodes: [{ name: nodeName }] }),
  };
  return Object.keys(hints).length > 0 ? hints : undefined;
}
