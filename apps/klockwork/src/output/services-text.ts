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
}

const INGRESS_HEAD = ['NAMESPACE', 'INGRESS', 'HOSTS', 'HTTP', 'HTTPS'];
const HEAD = ['NAMESPACE', 'SERVICE', 'TYPE', 'PORT', 'ADDRESS'];

/** Returns a table of Services and one of Ingresses, or a sentence without open ports. */
export function servicesText({ services, ingresses }: HostServices): string {
  if (services.length + ingresses.length === 0)
    return 'no Service of type NodePort or LoadBalancer has a TCP port, and there is no Ingress';
  const lines = services.map(({ namespace, service, type, port, address }) => [namespace, service, type, String(port), address]);
  const routes = ingresses.map(({ namespace, ingress, hosts, address, tlsAddress = '-' }) => {
    return [namespace, ingress, hosts.join(','), address, tlsAddress];
  });
  const tables = [...(lines.length > 0 ? [[HEAD, ...lines]] : []), ...(routes.length > 0 ? [[INGRESS_HEAD, ...routes]] : [])];
  return tables.map(tableText).join('\n\n');
}
