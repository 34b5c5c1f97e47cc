import { ageColumn, formatLabels, nameColumn } from '../generic/columns.ts';
import { balancersText } from '../generic/load-balancer.ts';
import type { PrinterColumn } from '../kind.ts';
import type { Service } from './service.ts';

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
  if (type === 'LoadBalancer') {
    const balancers = balancersText(service.status?.loadBalancer?.ingress);
    return [...(balancers === '' ? [] : [balancers]), ...externalIPs].join(',') || '<pending>';
  }
  return type === 'ClusterIP' || type === 'NodePort' ? externalIPs.join(',') || '<none>' : '<unknown>';
}

function portsCell({ spec }: Service): string {
  const ports = (spec?.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return ports.join(',') || '<none>';
}
