import { CLUSTER_DOMAIN } from './dns-message.ts';

/** Parts of a name below `cluster.local`; '' when absent. */
export interface ClusterName {
  readonly of: 'pod' | 'svc';
  readonly namespace: string;
  /** The Service, or the pod's address with dashes. */
  readonly name: string;
  /** Endpoint of a Service: host name, or address with dashes. */
  readonly endpoint: string;
  readonly port: string;
  readonly protocol: string;
}

/** Strips the trailing dot. */
export function bareName(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** True for `cluster.local` and subdomains. */
export function inClusterDomain(name: string): boolean {
  const lower = bareName(name).toLowerCase();
  return lower === CLUSTER_DOMAIN || lower.endsWith(`.${CLUSTER_DOMAIN}`);
}

/**
 * Parses a name of the cluster domain: `apex` for the domain and its two branches, undefined when invalid. Models `parseRequest` of
 * CoreDNS' plugin/kubernetes/parse.go.
 */
export function parseClusterName(name: string): ClusterName | 'apex' | undefined {
  const labels = bareName(name).toLowerCase().split('.').slice(0, -2).reverse();
  const [of, namespace = '', service = '', ...rest] = labels;
  if (of === undefined) return 'apex';
  if (of !== 'pod' && of !== 'svc') return undefined;
  if (namespace === '') return 'apex';
  if (rest.length > 2 || labels.includes('')) return undefined;
  const [endpoint = '', protocol = '', port = ''] = rest.length === 2 ? ['', ...rest.map(withoutUnderscore)] : rest;
  return { of, namespace, name: service, endpoint, port, protocol };
}

function withoutUnderscore(label: string): string {
  return label.startsWith('_') ? label.slice(1) : label;
}
