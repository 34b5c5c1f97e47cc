import type { LoopbackAddress } from '@klockwork/http-api';
import { balancerAddress, type Service, type ServicePort } from '@klockwork/resources';

/** Port of the lab's machine for a Service. */
export interface WantedPort {
  /** `shop/web/NodePort/80` */
  readonly key: string;
  readonly type: 'NodePort' | 'LoadBalancer';
  readonly namespace: string;
  readonly service: string;
  readonly port: ServicePort;
  readonly address: LoopbackAddress;
}

const LOOPBACK = '127.0.0.1';

/** Returns the TCP ports by which programs outside the cluster reach a Service: node ports, and ports of its load balancer. */
export function wantedPorts(service: Service): readonly WantedPort[] {
  const { spec, status, metadata } = service;
  const { namespace = '', name = '' } = metadata ?? {};
  if (spec?.type !== 'NodePort' && spec?.type !== 'LoadBalancer') return [];
  const own = balancerAddress(service);
  const balancer = status?.loadBalancer?.ingress?.some(({ ip }) => ip === own) ? own : undefined;
  return (spec.ports ?? [])
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .flatMap((port) => {
      const wantedPort = (type: WantedPort['type'], address: LoopbackAddress): WantedPort => {
        return { key: `${namespace}/${name}/${type}/${port.port}`, type, namespace, service: name, port, address };
      };
      return [
        ...(balancer === undefined ? [] : [wantedPort('LoadBalancer', { host: balancer, port: port.port })]),
        ...(port.nodePort ? [wantedPort('NodePort', { host: LOOPBACK, port: port.nodePort })] : []),
      ];
    });
}
