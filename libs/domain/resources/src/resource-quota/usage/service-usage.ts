import type { Service } from '../../service/service.ts';
import type { QuotaAmounts } from './amounts.ts';

const NAMES = ['count/services', 'services', 'services.nodeports', 'services.loadbalancers'];

/** Returns a Service's usage, including node ports. Models `serviceEvaluator.Usage`. */
export function serviceUsage({ spec }: Service): QuotaAmounts {
  const ports = spec?.ports ?? [];
  const balanced = spec?.type === 'LoadBalancer';
  const nodePorts = ports.filter(({ nodePort }) => (nodePort ?? 0) > 0).length;
  const ofNode = spec?.type === 'NodePort' || (balanced && spec?.allocateLoadBalancerNodePorts !== false) ? ports.length : nodePorts;
  return {
    'count/services': '1',
    services: '1',
    'services.nodeports': String(spec?.type === 'NodePort' || balanced ? ofNode : 0),
    'services.loadbalancers': balanced ? '1' : '0',
  };
}

/** Returns whether the resource applies to Services. */
export function isServiceResource(name: string): boolean {
  return NAMES.includes(name);
}
