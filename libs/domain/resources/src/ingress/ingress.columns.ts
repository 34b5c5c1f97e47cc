import { ageColumn, nameColumn } from '../generic/columns.ts';
import { balancersText } from '../generic/load-balancer.ts';
import type { PrinterColumn } from '../kind.ts';
import type { Ingress, IngressRule } from './ingress.ts';

/** Max number of hosts in a cell. */
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

/** Returns the first three hosts; a star for all. Models `formatHosts`, whose remaining count is of rules, not hosts. */
function hostsText(rules: readonly IngressRule[]): string {
  const namedHosts = rules.flatMap(({ host }, index) => (host ? [{ host, index }] : [])).slice(0, HOSTS_MAX);
  if (namedHosts.length === 0) return '*';
  const hosts = namedHosts.map(({ host }) => host).join(',');
  const lastShown = namedHosts[HOSTS_MAX - 1]?.index ?? rules.length;
  return rules.length - 1 > lastShown ? `${hosts} + ${rules.length - HOSTS_MAX} more...` : hosts;
}
