import { ageColumn, nameColumn } from '../generic/columns.ts';
import { balancersText } from '../generic/load-balancer.ts';
import type { PrinterColumn } from '../kind.ts';
import type { Ingress, IngressRule } from './ingress.ts';

/** How many hosts are named in a cell. */
const HOSTS_MAX = 3;

/** The columns of `kubectl get ingresses`. Models `printIngress` of `pkg/printers/internalversion/printers.go`. */
export const ingressColumns: readonly PrinterColumn<Ingress>[] = [
  nameColumn,
  { name: 'Class', type: 'string', description: 'Its class', cell: ({ spec }) => spec?.ingressClassName ?? '<none>' },
  { name: 'Hosts', type: 'string', description: 'Hosts it answers for', cell: ({ spec }) => hostsText(spec?.rules ?? []) },
  {
    name: 'Address',
    type: 'string',
    description: 'Where it is reached from outside',
    cell: ({ status }) => balancersText(status?.loadBalancer?.ingress),
  },
  { name: 'Ports', type: 'string', description: 'Ports it listens on', cell: ({ spec }) => (spec?.tls?.length ? '80, 443' : '80') },
  ageColumn,
];

/** The first three hosts; all of them are a star. Models `formatHosts`, which counts rules, not hosts, in what is left. */
function hostsText(rules: readonly IngressRule[]): string {
  const hosts = rules.flatMap(({ host }) => (host ? [host] : [])).slice(0, HOSTS_MAX);
  if (hosts.length === 0) return '*';
  const lastShown = rules.findLastIndex(({ host }) => host === hosts[hosts.length - 1]);
  const hasMore = hosts.length === HOSTS_MAX && rules.length - 1 > lastShown;
  return hasMore ? `${hosts.join(',')} + ${rules.length - HOSTS_MAX} more...` : hosts.join(',');
}
