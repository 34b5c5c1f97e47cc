import { addressWarnings, cidrWarnings } from '../generic/address-warnings.ts';
import type { Service, ServiceSpec } from './service.ts';

/** Models `GetWarningsForService` of `pkg/api/service/warnings.go`. */
export function serviceWarnings({ spec = {}, metadata }: Service): string[] {
  const warnings: string[] = [];
  if (metadata?.annotations?.['service.kubernetes.io/topology-aware-hints'] !== undefined)
    warnings.push(
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
    );
  warnings.push(...addressesWarnings(spec));
  if (spec.type === 'ClusterIP' && spec.clusterIP === 'None') {
    if (spec.loadBalancerIP) warnings.push('spec.loadBalancerIP is ignored for headless services');
    if (spec.externalIPs?.length) warnings.push('spec.externalIPs is ignored for headless services');
    if (spec.sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  if (spec.type === 'ExternalName' && spec.externalIPs?.length)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (spec.type !== 'ExternalName' && spec.externalName) warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (spec.trafficDistribution === 'PreferClose')
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  return warnings;
}

function addressesWarnings({
  type,
  clusterIPs = [],
  externalIPs = [],
  loadBalancerIP = '',
  loadBalancerSourceRanges = [],
}: ServiceSpec): string[] {
  return [
    ...(type === 'ExternalName' ? [] : clusterIPs.flatMap((ip, index) => addressWarnings(ip, `spec.clusterIPs[${index}]`))),
    ...externalIPs.flatMap((ip, index) => addressWarnings(ip, `spec.externalIPs[${index}]`)),
    ...addressWarnings(loadBalancerIP, 'spec.loadBalancerIP'),
    ...loadBalancerSourceRanges.flatMap((range, index) => cidrWarnings(range, `spec.loadBalancerSourceRanges[${index}]`)),
  ];
}
