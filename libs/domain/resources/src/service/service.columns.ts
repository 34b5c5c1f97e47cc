import { ageColumn, formatLabels, nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import type { Service } from './service.ts';

/** Longer lists of load balancers are cut to this many characters. */
const BALANCER_WIDTH = 16;

/** The columns of `kubectl get services`. Models `printService` of `pkg/printers/internalversion/printers.go`. */
export const serviceColumns: readonly PrinterColumn<Service>[] = [
  nameColumn,
  { name: 'Type', type: 'string', description: 'How it is exposed', cell: ({ spec }) => spec?.type ?? '' },
  {
    name: 'Cluster-IP',
    type: 'string',
    description: 'Address inside of the cluster',
    cell: ({ spec }) => spec?.clusterIPs?.[0] ?? '<none>',
  },
  { name: 'External-IP', type: 'string', description: 'Addresses outside of the cluster', cell: externalIpCell },
  { name: 'Port(s)', type: 'string', description: 'Ports, with the port on every node', cell: portsCell },
  ageColumn,
  {
    name: 'Selector',
    type: 'string',
    priority: 1,
    description: 'Which pods it leads to',
    cell: ({ spec }) => formatLabels(spec?.selector),
  },
];

/** Models `getServiceExternalIP`. */
function externalIpCell(service: Service): string {
  const { type, externalIPs = [], externalName = '' } = service.spec ?? {};
  if (type === 'ExternalName') return externalName;
  if (type === 'LoadBalancer') return [...balancers(service), ...externalIPs].join(',') || '<pending>';
  return type === 'ClusterIP' || type === 'NodePort' ? externalIPs.join(',') || '<none>' : '<unknown>';
}

function balancers({ status }: Service): string[] {
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  const text = [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
  if (text === '') return [];
  return [text.length > BALANCER_WIDTH ? `${text.slice(0, BALANCER_WIDTH - 3)}...` : text];
}

function portsCell({ spec }: Service): string {
  const ports = (spec?.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return ports.join(',') || '<none>';
}
