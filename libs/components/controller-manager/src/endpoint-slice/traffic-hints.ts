import type { Endpoint, EndpointHints, Service } from '@klockwork/resources';

/** For whom a ready endpoint is meant first, as the Service's trafficDistribution wishes. Models `k8s.io/endpointslice/trafficdist`. */
export function trafficHints({ conditions, nodeName, zone }: Endpoint, { spec }: Service): EndpointHints | undefined {
  const wish = spec?.trafficDistribution ?? '';
  if (!['PreferClose', 'PreferSameZone', 'PreferSameNode'].includes(wish) || conditions?.ready !== true) return undefined;
  const hints: EndpointHints = {
    ...(zone !== undefined && { forZones: [{ name: zone }] }),
    ...(nodeName !== undefined && wish === 'PreferSameNode' && { forNodes: [{ name: nodeName }] }),
  };
  return Object.keys(hints).length > 0 ? hints : undefined;
}
