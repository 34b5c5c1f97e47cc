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
}

const HEAD = ['NAMESPACE', 'SERVICE', 'TYPE', 'PORT', 'ADDRESS'];

/** Returns a table, or a sentence without open ports. */
export function servicesText({ services }: HostServices): string {
  if (services.length === 0) return 'no Service of type NodePort or LoadBalancer has a TCP port';
  return tableText([
    HEAD,
    ...services.map(({ namespace, service, type, port, address }) => [namespace, service, type, String(port), address]),
  ]);
}
