import { tableText } from './table.ts';

/** Open ports of Services on this machine, as reported by the API. */
export interface HostServices {
  readonly services: readonly {
    readonly namespace: string;
    readonly service: string;
    readonly type: string;
    readonly port: number;
    readonly address: string;
  }[];
  readonly ingresses: readonly {
    readonly namespace: string;
    readonly ingress: string;
    readonly hosts: readonly string[];
    readonly address: string;
    readonly tlsAddress?: string;
  }[];
  readonly gateways: readonly {
    readonly namespace: string;
    readonly gateway: string;
    readonly listener: string;
    readonly host: string;
    readonly protocol: string;
    readonly address: string;
  }[];
}

const INGRESS_HEAD = ['NAMESPACE', 'INGRESS', 'HOSTS', 'HTTP', 'HTTPS'];
const GATEWAY_HEAD = ['NAMESPACE', 'GATEWAY', 'LISTENER', 'HOST', 'PROTOCOL', 'ADDRESS'];
const HEAD = ['NAMESPACE', 'SERVICE', 'TYPE', 'PORT', 'ADDRESS'];

/** Returns a table each of Services, Ingresses and listeners of Gateways, or a sentence without open ports. */
export function servicesText({ services, ingresses, gateways }: HostServices): string {
  const tables = [
    [HEAD, ...services.map(({ namespace, service, type, port, address }) => [namespace, service, type, String(port), address])],
    [INGRESS_HEAD, ...ingresses.map(ingressLine)],
    [
      GATEWAY_HEAD,
      ...gateways.map(({ namespace, gateway, listener, host, protocol, address }) => [
        namespace,
        gateway,
        listener,
        host,
        protocol,
        address,
      ]),
    ],
  ].filter(({ length }) => length > 1);
  if (tables.length === 0) return 'no Service of type NodePort or LoadBalancer has a TCP port, and there is no Ingress';
  return tables.map(tableText).join('\n\n');
}

function ingressLine({ namespace, ingress, hosts, address, tlsAddress = '-' }: HostServices['ingresses'][number]): string[] {
  return [namespace, ingress, hosts.join(','), address, tlsAddress];
}
